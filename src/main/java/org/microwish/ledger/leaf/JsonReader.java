package org.microwish.ledger.leaf;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON parser that needs only the JDK, for documents that need no strict check: it accepts some
 * malformed ones. {@link CanonicalJson#parse} reads leaves. Values are {@link Map}, {@link List},
 * {@link String}, {@link Boolean}, {@link Long}, {@link BigDecimal} for other numbers, and null.
 */
public final class JsonReader {

  private static final int MAX_DEPTH = 32;

  /**
   * Maximum length of a whole number that is read as a long, in characters and with its sign. Every
   * whole number of this length fits into a long; longer numbers are read as {@link BigDecimal}.
   */
  private static final int LONG_DIGITS = 18;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Parses a text that contains exactly one JSON value.
   *
   * @throws IllegalArgumentException when the parser rejects the text
   */
  public static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    try {
      Object value = reader.value(0);
      reader.skipSpace();
      if (reader.at != text.length()) {
        throw reader.error();
      }
      return value;
    } catch (StringIndexOutOfBoundsException ended) {
      throw new IllegalArgumentException("unexpected end of the JSON", ended);
    }
  }

  private IllegalArgumentException error() {
    return new IllegalArgumentException("not JSON, at character " + at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    skipSpace();
    if (text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw error();
    }
  }

  private Object value(int depth) {
    skipSpace();
    if (depth > MAX_DEPTH) {
      throw error();
    }
    return switch (text.charAt(at)) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Object literal(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw error();
    }
    at += word.length();
    return value;
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    expect('{');
    if (take('}')) {
      return map;
    }
    do {
      skipSpace();
      String key = string();
      expect(':');
      map.put(key, value(depth + 1));
    } while (take(','));
    expect('}');
    return map;
  }

  private List<Object> array(int depth) {
    List<Object> list = new ArrayList<>();
    expect('[');
    if (take(']')) {
      return list;
    }
    do {
      list.add(value(depth + 1));
    } while (take(','));
    expect(']');
    return list;
  }

  private String string() {
    expect('"');
    int end = at;
    while (text.charAt(end) != '"' && text.charAt(end) != '\\') {
      end++;
    }
    String plain = text.substring(at, end);
    at = end;
    if (text.charAt(at) == '"') {
      at++;
      return plain;
    }
    StringBuilder out = new StringBuilder(plain);
    while (true) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(at++);
      switch (escaped) {
        case 'b' -> out.append('\b');
        case 't' -> out.append('\t');
        case 'n' -> out.append('\n');
        case 'f' -> out.append('\f');
        case 'r' -> out.append('\r');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
          at += 4;
        }
        default -> out.append(escaped);
      }
    }
  }

  private Number number() {
    int start = at;
    boolean whole = true;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      whole &= "+.eE".indexOf(text.charAt(at)) < 0;
      at++;
    }
    String digits = text.substring(start, at);
    return whole && digits.length() <= LONG_DIGITS ? Long.valueOf(digits) : new BigDecimal(digits);
  }
}
