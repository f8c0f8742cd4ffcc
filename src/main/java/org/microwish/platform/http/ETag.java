package org.microwish.platform.http;

import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.platform.Sha256;

/**
 * A strong entity tag (RFC 9110 section 8.8.3). Of one resource it is the version, with the name of
 * the variant where callers see different things of the same version, such as {@code "7.staff"}.
 *
 * @param value without the quotes
 */
public record ETag(String value) {

  /** Of a version that everybody sees alike. */
  public static ETag of(long version) {
    return new ETag(Long.toString(version));
  }

  /** Of what some callers see of a version; {@code variant} is of letters and digits. */
  public static ETag of(long version, String variant) {
    return new ETag(version + "." + variant);
  }

  /** Of an answer made of several things: whatever it depends on, in order. */
  public static ETag hash(Object... parts) {
    byte[] digest =
        Sha256.of(Stream.of(parts).map(String::valueOf).collect(Collectors.joining("\u001F")));
    return new ETag(
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12)));
  }

  /** As the header has it, in quotes. */
  @Override
  public String toString() {
    return "\"" + value + "\"";
  }

  /** Whether an If-None-Match header names this tag, weakly compared (section 13.1.2). */
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
