package org.microwish.ledger.leaf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON in canonical form in one pass over its bytes, and refuses every other form: white
 * space, keys out of order, escapes that are not needed, fractions. A verifier reads millions of
 * leaves, so this reader neither decodes the whole text nor writes it again to compare.
 */
final class CanonicalReader {

  private static final int MAX_DEPTH = 32;

  /** The number of digits of 2^53 - 1. */
  private static final int MAX_DIGITS = 16;

  private static final long MAX_INTEGER = (1L << 53) - 1;

  /**
   * Cache of recently read strings, indexed by a hash of their bytes. The same names and codes
   * recur in every leaf, and a verifier that keeps millions of leaves needs only one copy of each.
   * Not synchronised: threads may replace each other's entries, but every entry is compared before
   * it is used.
   */
  private static final String[] RECENT = new String[1 << 14];

  /** Longer strings are not kept in {@link #RECENT}, because they hardly recur. */
  private static final int MAX_RECENT = 64;

  private final byte[] bytes;
  private int at;

  CanonicalReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Parses the bytes and returns the JSON value.
   *
   * @throws IllegalArgumentException when the bytes are not exactly what {@link
   *     CanonicalJson#write} writes
   */
  Object read() {
    try {
      Object value = value(0);
      if (at != bytes.length) {
        throw error();
      }
      return value;
    } catch (ArrayIndexOutOfBoundsException ended) {
      throw new IllegalArgumentException("unexpected end of the JSON", ended);
    }
  }

  private IllegalArgumentException error() {
    return new IllegalArgumentException("not JSON in canonical form, at byte " + at);
  }

  private void expect(char c) {
    if (bytes[at] != c) {
      throw error();
    }
    at++;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw error();
    }
    return switch (bytes[at]) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> literal("true", Boolean.TRUE);
      case 'f' -> literal("false", Boolean.FALSE);
      default -> number();
    };
  }

  private Object literal(String word, Boolean value) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
    return value;
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    if (bytes[at] == '}') {
      at++;
      return map;
    }
    String last = null;
    while (true) {
      String key = string();
      if (last != null && last.compareTo(key) >= 0) {
        throw error();
      }
      last = key;
      expect(':');
      map.put(key, value(depth + 1));
      if (bytes[at] == '}') {
        at++;
        return map;
      }
      expect(',');
    }
  }

  private List<Object> array(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    if (bytes[at] == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value(depth + 1));
      if (bytes[at] == ']') {
        at++;
        return list;
      }
      expect(',');
    }
  }

  private Long number() {
    int start = at;
    boolean negative = bytes[at] == '-';
    if (negative) {
      at++;
    }
    int first = at;
    long value = 0;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      if (at - first == MAX_DIGITS) {
        throw error();
      }
      value = 10 * value + (bytes[at] - '0');
      at++;
    }
    int digits = at - first;
    boolean leadingZero = bytes[first == bytes.length ? start : first] == '0' && digits > 1;
    if (digits == 0 || leadingZero || (negative && value == 0) || value > MAX_INTEGER) {
      throw error();
    }
    return negative ? -value : value;
  }

  private String string() {
    expect('"');
    int start = at;
    int hash = 0;
    while (bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      hash = 31 * hash + bytes[at];
      at++;
    }
    if (bytes[at] == '"') {
      at++;
      return ascii(start, at - 1, hash);
    }
    return other(start);
  }

  /** Returns the string of the ASCII characters in this range. */
  private String ascii(int from, int to, int hash) {
    if (to - from > MAX_RECENT) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    int place = (hash ^ (hash >>> 14)) & (RECENT.length - 1);
    String recent = RECENT[place];
    if (recent != null && isEqual(recent, from, to)) {
      return recent;
    }
    String read = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    RECENT[place] = read;
    return read;
  }

  private boolean isEqual(String text, int from, int to) {
    if (text.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i - from) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reads a string that contains escapes or characters beyond ASCII, from its first byte. */
  private String other(int start) {
    StringBuilder out = new StringBuilder();
    at = start;
    while (bytes[at] != '"') {
      if (bytes[at] == '\\') {
        at++;
        out.append(escaped());
      } else {
        int from = at;
        while ((bytes[at] >= ' ' || bytes[at] < 0) && bytes[at] != '"' && bytes[at] != '\\') {
          at++;
        }
        if (at == from) {
          // A control character that is not escaped.
          throw error();
        }
        try {
          out.append(
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .decode(ByteBuffer.wrap(bytes, from, at - from)));
        } catch (CharacterCodingException malformed) {
          throw new IllegalArgumentException("not UTF-8", malformed);
        }
      }
    }
    at++;
    return out.toString();
  }

  /** Reads an escape, after its backslash; RFC 8785 allows only those that JSON requires. */
  private char escaped() {
    byte c = bytes[at++];
    return switch (c) {
      case '"', '\\' -> (char) c;
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case 'u' -> {
        expect('0');
        expect('0');
        int high = hex();
        int control = 16 * high + hex();
        if (control >= ' ' || "\b\t\n\f\r".indexOf(control) >= 0) {
          throw error();
        }
        yield (char) control;
      }
      default -> throw error();
    };
  }

  private int hex() {
    int digit = "0123456789abcdef".indexOf(bytes[at]);
    if (digit < 0) {
      throw error();
    }
    at++;
    return digit;
  }
}
