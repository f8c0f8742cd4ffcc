package org.microwish.ledger.leaf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in the canonical form of RFC 8785, for the values that leaves consist of: objects ({@link
 * Map} with string keys), arrays ({@link List}), strings, booleans and integers from -(2^53 - 1) to
 * 2^53 - 1. Null and fractions are not allowed: unknown facts are omitted, and money is in fen.
 */
public final class CanonicalJson {

  private static final long MAX_INTEGER = (1L << 53) - 1;

  private CanonicalJson() {}

  /**
   * Returns the canonical form of a value, as UTF-8 bytes.
   *
   * @throws IllegalArgumentException for null, a value of another type, an integer out of range, or
   *     a text with half of a surrogate pair
   */
  public static byte[] write(Object value) {
    StringBuilder out = new StringBuilder(512);
    write(value, out);
    try {
      ByteBuffer bytes =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(out));
      byte[] array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (CharacterCodingException loneSurrogate) {
      throw new IllegalArgumentException("text is not well-formed Unicode", loneSurrogate);
    }
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case String text -> quote(text, out);
      case Boolean flag -> out.append(flag.booleanValue());
      case Integer number -> out.append(number.intValue());
      case Long number -> {
        if (number > MAX_INTEGER || number < -MAX_INTEGER) {
          throw new IllegalArgumentException("integer outside -(2^53 - 1) to 2^53 - 1: " + number);
        }
        out.append(number.longValue());
      }
      case List<?> list -> {
        char separator = '[';
        for (Object item : list) {
          out.append(separator);
          write(item, out);
          separator = ',';
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        // RFC 8785 section 3.2.3 requires the order of UTF-16 code units: String's natural order.
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put((String) key, item));
        char separator = '{';
        for (Map.Entry<String, Object> entry : sorted.entrySet()) {
          out.append(separator);
          quote(entry.getKey(), out);
          out.append(':');
          write(entry.getValue(), out);
          separator = ',';
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
      }
      case null -> throw new IllegalArgumentException("a leaf must not contain null");
      default ->
          throw new IllegalArgumentException("no canonical form for " + value.getClass().getName());
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\') {
        continue;
      }
      // Appends whole stretches of plain characters, because appending them one by one is several
      // times slower.
      out.append(text, from, i);
      from = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> out.append(String.format("\\u%04x", (int) c));
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  /**
   * Parses canonical bytes into {@link Map}, {@link List}, {@link String}, {@link Boolean} and
   * {@link Long}.
   *
   * @throws IllegalArgumentException when the bytes are not exactly what {@link #write} writes
   */
  public static Object parse(byte[] bytes) {
    return new CanonicalReader(bytes).read();
  }
}
