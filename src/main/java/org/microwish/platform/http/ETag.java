package org.microwish.platform.http;

import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.platform.Sha256;

/**
 * A strong entity tag (RFC 9110 section 8.8.3). For a single resource it is the version, followed
 * by a variant if callers see different representations of one version, such as {@code "7.staff"}.
 *
 * @param value the tag without quotes
 */
public record ETag(String value) {

  /** The tag of a version that looks the same to all callers. */
  public static ETag of(long version) {
    return new ETag(Long.toString(version));
  }

  /**
   * The tag of one variant of a version; {@code variant} consists of lower-case letters and digits.
   */
  public static ETag of(long version, String variant) {
    return new ETag(version + "." + variant);
  }

  /** The tag of a response that depends on several values: their hash, in order. */
  public static ETag hash(Object... parts) {
    byte[] digest =
        Sha256.of(Stream.of(parts).map(String::valueOf).collect(Collectors.joining("\u001F")));
    return new ETag(
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12)));
  }

  /** The header value, in quotes. */
  @Override
  public String toString() {
    return "\"" + value + "\"";
  }

  /** Whether an If-None-Match header contains this tag, by weak comparison (section 13.1.2). */
  boolean isIn(String ifNoneMatch) {
    if (ifNoneMatch == null) {
      return false;
    }
    return Stream.of(ifNoneMatch.split(",", -1))
        .map(String::trim)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals("*") || tag.equals(toString()));
  }
}
