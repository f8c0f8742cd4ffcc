package org.microwish.platform.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.microwish.platform.Sha256;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * A position in a list: the sort keys of the last item of the previous page. Clients get it as
 * opaque text: base64url of a version, a hash of the filters, the keys and a checksum. The checksum
 * detects mistakes, not forgery. A forged cursor reveals nothing, because each page is read with
 * all restrictions of the list.
 *
 * @param keys the sort keys of the item, in the order of sorting
 */
public record Cursor(List<String> keys) {

  private static final byte VERSION = 1;
  private static final int FILTER_BYTES = 6;
  private static final int CHECK_BYTES = 6;
  private static final int LONGEST = 600;

  /** Separates the keys in the encoded cursor: a control character, which no key contains. */
  private static final String SEPARATOR = "\u001F";

  public Cursor {
    keys = List.copyOf(keys);
  }

  /** Creates a cursor that points to the position after the item with these sort keys. */
  public static Cursor at(Object... keys) {
    return new Cursor(Stream.of(keys).map(String::valueOf).toList());
  }

  /** Returns the sort key at this index as text. */
  public String text(int index) {
    if (index >= keys.size()) {
      throw bad(FieldFault.INVALID_FORMAT);
    }
    return keys.get(index);
  }

  /** Returns the sort key at this index as a number. */
  public long number(int index) {
    return key(index, Long::parseLong);
  }

  /**
   * Returns the sort key at this index, parsed by {@code read}. If {@code read} throws
   * NumberFormatException, throws a problem that names {@code cursor}.
   */
  public <T> T key(int index, Function<String, T> read) {
    try {
      return read.apply(text(index));
    } catch (NumberFormatException forged) {
      throw bad(FieldFault.INVALID_FORMAT);
    }
  }

  public String encode(Filters filters) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    bytes.writeBytes(filters.hash(FILTER_BYTES));
    bytes.writeBytes(String.join(SEPARATOR, keys).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(check(bytes.toByteArray()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * Decodes a cursor that {@link #encode} returned. For any other text, and for a cursor of other
   * filters, throws a problem that names {@code cursor}.
   */
  static Cursor decode(String text, Filters filters) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text.length() > LONGEST ? "" : text);
    } catch (IllegalArgumentException garbage) {
      throw bad(FieldFault.INVALID_FORMAT);
    }
    int end = bytes.length - CHECK_BYTES;
    if (end < 1 + FILTER_BYTES
        || bytes[0] != VERSION
        || !MessageDigest.isEqual(
            check(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw bad(FieldFault.INVALID_FORMAT);
    }
    if (!Arrays.equals(bytes, 1, 1 + FILTER_BYTES, filters.hash(FILTER_BYTES), 0, FILTER_BYTES)) {
      throw bad(FieldFault.NOT_ALLOWED);
    }
    String keys =
        new String(bytes, 1 + FILTER_BYTES, end - 1 - FILTER_BYTES, StandardCharsets.UTF_8);
    return new Cursor(List.of(keys.split(SEPARATOR, -1)));
  }

  private static byte[] check(byte[] bytes) {
    return Arrays.copyOf(Sha256.of(bytes), CHECK_BYTES);
  }

  private static ProblemException bad(FieldFault fault) {
    return ProblemException.invalid(FieldError.query(PageQuery.CURSOR, fault));
  }
}
