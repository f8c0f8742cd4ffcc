package org.microwish.ledger.leaf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in the one form of RFC 8785, for the values that leaves consist of: objects ({@link Map}
 * with string keys), arrays ({@link List}), strings, booleans and integers up to 2^53 - 1 in size.
 * No null and no fractions: a fact that is not known is left out, money is an integer of fen.
 */
public final class CanonicalJson {

  private static final long MAX_INTEGER = (1L << 53) - 1;
  private static final int MAX_DEPTH = 32;

  private CanonicalJson() {}

  /**
   * The canonical bytes, UTF-8.
   *
   * @throws IllegalArgumentException for a value of another type, or half of a surrogate pair
   */
  public static byte[] write(Object value) {
    StringBuilder out = new StringBuilder(512);
    write(value, out);
    try {
      ByteBuffer bytes =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .encode(java.nio.CharBuffer.wrap(out));
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
          throw new IllegalArgumentException("integer beyond 2^53: " + number);
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
        // String order is the order of UTF-16 code units, which is what RFC 8785 section 3.2.3
        // asks.
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
      case null -> throw new IllegalArgumentException("null has no place in a leaf");
      default ->
          throw new IllegalArgumentException("no canonical form for " + value.getClass().getName());
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /**
   * Parses canonical bytes: {@link Map}, {@link List}, {@link String}, {@link Boolean} and {@link
   * Long}.
   *
   * @throws IllegalArgumentException when the bytes are not exactly what {@link #write} makes
   */
  public static Object parse(byte[] bytes) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
    } catch (CharacterCodingException malformed) {
      throw new IllegalArgumentException("not UTF-8", malformed);
    }
    Parser parser = new Parser(text);
    Object value = parser.value(0);
    if (parser.at != text.length()) {
      throw parser.error("more after the value");
    }
    if (!java.util.Arrays.equals(write(value), bytes)) {
      throw new IllegalArgumentException("JSON, but not in canonical form");
    }
    return value;
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    IllegalArgumentException error(String what) {
      return new IllegalArgumentException(what + " at character " + at);
    }

    char next() {
      if (at == text.length()) {
        throw error("unexpected end");
      }
      return text.charAt(at++);
    }

    void expect(String word) {
      if (!text.startsWith(word, at)) {
        throw error("expected " + word);
      }
      at += word.length();
    }

    Object value(int depth) {
      if (depth > MAX_DEPTH) {
        throw error("nested too deep");
      }
      if (at == text.length()) {
        throw error("unexpected end");
      }
      return switch (text.charAt(at)) {
        case '{' -> object(depth);
        case '[' -> array(depth);
        case '"' -> string();
        case 't' -> {
          expect("true");
          yield true;
        }
        case 'f' -> {
          expect("false");
          yield false;
        }
        default -> number();
      };
    }

    private Map<String, Object> object(int depth) {
      Map<String, Object> map = new TreeMap<>();
      at++;
      if (at < text.length() && text.charAt(at) == '}') {
        at++;
        return map;
      }
      while (true) {
        if (at == text.length() || text.charAt(at) != '"') {
          throw error("expected a key");
        }
        String key = string();
        expect(":");
        if (map.put(key, value(depth + 1)) != null) {
          throw error("key twice: " + key);
        }
        char c = next();
        if (c == '}') {
          return map;
        }
        if (c != ',') {
          throw error("expected , or }");
        }
      }
    }

    private List<Object> array(int depth) {
      List<Object> list = new ArrayList<>();
      at++;
      if (at < text.length() && text.charAt(at) == ']') {
        at++;
        return list;
      }
      while (true) {
        list.add(value(depth + 1));
        char c = next();
        if (c == ']') {
          return list;
        }
        if (c != ',') {
          throw error("expected , or ]");
        }
      }
    }

    private String string() {
      at++;
      StringBuilder out = new StringBuilder();
      while (true) {
        char c = next();
        if (c == '"') {
          return out.toString();
        }
        if (c != '\\') {
          out.append(c);
          continue;
        }
        switch (next()) {
          case '"' -> out.append('"');
          case '\\' -> out.append('\\');
          case 'b' -> out.append('\b');
          case 't' -> out.append('\t');
          case 'n' -> out.append('\n');
          case 'f' -> out.append('\f');
          case 'r' -> out.append('\r');
          case 'u' -> {
            if (at + 4 > text.length()) {
              throw error("unexpected end");
            }
            try {
              out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
            } catch (NumberFormatException notHex) {
              throw error("bad escape");
            }
            at += 4;
          }
          default -> throw error("bad escape");
        }
      }
    }

    private Long number() {
      int start = at;
      while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      try {
        return Long.valueOf(text.substring(start, at));
      } catch (NumberFormatException notAnInteger) {
        throw error("expected a value");
      }
    }
  }
}
