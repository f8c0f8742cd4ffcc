package org.microwish.platform.http;

import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.microwish.platform.Sha256;

/**
 * A strong entity tag (RFC 9110 section 8.8.3). The tag of a single resource is its version number.
 * If callers see different representations of the same version, a variant follows, such as {@code
 * "7.staff"}.
 *
 * @param value the tag without quotes
 */
public record ETag(String value) {

  /** Creates the tag of a version that has the same representation for all callers. */
  public static ETag of(long version) {
    return new ETag(Long.toString(version));
  }

  /**
   * Creates the tag of one representation of a version.
   *
   * @param variant names the representation, in lower-case letters and digits
   */
  public static ETag of(long version, String variant) {
    return new ETag(version + "." + variant);
  }

  /**
   * Creates the tag of a response that depends on several values: a hash of the values in this
   * order.
   */
  public static ETag hash(Object... parts) {
    byte[] digest =
        Sha256.of(Stream.of(parts).map(String::valueOf).collect(Collectors.joining("\u001F")));
    return new ETag(
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 12)));
  }

  /** Returns the value of the header ETag: the tag in quotes. */
  @Override
  public String toString() {
    return "\"" + value + "\"";
  }

  /**
   * Returns whether an If-None-Match header contains this tag, by weak comparison (section 13.1.2),
   * or contains {@code *}; false for null.
   */
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
