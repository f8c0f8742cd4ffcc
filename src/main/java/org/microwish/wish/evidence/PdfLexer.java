package org.microwish.wish.evidence;

/** Splits the syntax of a PDF (ISO 32000-1 section 7.2) into tokens, strings skipped. */
final class PdfLexer {

  /** What a token is. */
  enum Kind {
    NAME,
    WORD,
    STRING,
    OPEN_DICTIONARY,
    CLOSE_DICTIONARY,
    OPEN_ARRAY,
    CLOSE_ARRAY,
    END
  }

  /** Longer than any name (127) or number; the rest of a longer token is not looked at. */
  private static final int LONGEST_TOKEN = 200;

  private final ByteView source;
  private long at;
  private final StringBuilder text = new StringBuilder();

  PdfLexer(ByteView source) {
    this.source = source;
  }

  /** Reads the next token. */
  Kind next() throws UnacceptableFile {
    text.setLength(0);
    while (at < source.size()) {
      int c = source.u8(at);
      if (c == '%') {
        skipComment();
      } else if (isSpace(c)) {
        at++;
      } else {
        return token(c);
      }
    }
    return Kind.END;
  }

  /** A name without its slash and with its escapes resolved, or a word. */
  String text() {
    return text.toString();
  }

  /** The place after the last token. */
  long place() {
    return at;
  }

  /** Goes on from another place. */
  void moveTo(long place) {
    at = place;
  }

  private Kind token(int c) throws UnacceptableFile {
    return switch (c) {
      case '/' -> {
        at++;
        readName();
        yield Kind.NAME;
      }
      case '(' -> {
        skipString();
        yield Kind.STRING;
      }
      case '<' -> {
        if (source.has(at + 1, "<")) {
          at += 2;
          yield Kind.OPEN_DICTIONARY;
        }
        skipHexString();
        yield Kind.STRING;
      }
      case '>' -> {
        if (!source.has(at + 1, ">")) {
          throw UnacceptableFile.malformed("A PDF string is closed but not opened");
        }
        at += 2;
        yield Kind.CLOSE_DICTIONARY;
      }
      case '[' -> {
        at++;
        yield Kind.OPEN_ARRAY;
      }
      case ']' -> {
        at++;
        yield Kind.CLOSE_ARRAY;
      }
      case '{', '}' -> {
        at++;
        yield Kind.WORD;
      }
      case ')' -> throw UnacceptableFile.malformed("A PDF string is closed but not opened");
      default -> {
        readWord();
        yield Kind.WORD;
      }
    };
  }

  private void readName() throws UnacceptableFile {
    while (at < source.size()) {
      int c = source.u8(at);
      if (isSpace(c) || isDelimiter(c)) {
        return;
      }
      at++;
      if (c == '#' && at + 1 < source.size()) {
        int high = Character.digit(source.u8(at), 16);
        int low = Character.digit(source.u8(at + 1), 16);
        if (high >= 0 && low >= 0) {
          c = high * 16 + low;
          at += 2;
        }
      }
      append(c);
    }
  }

  private void readWord() throws UnacceptableFile {
    while (at < source.size()) {
      int c = source.u8(at);
      if (isSpace(c) || isDelimiter(c)) {
        return;
      }
      append(c);
      at++;
    }
  }

  private void append(int c) {
    if (text.length() < LONGEST_TOKEN) {
      text.append((char) c);
    }
  }

  private void skipComment() throws UnacceptableFile {
    while (at < source.size() && source.u8(at) != '\n' && source.u8(at) != '\r') {
      at++;
    }
  }

  private void skipString() throws UnacceptableFile {
    int depth = 0;
    do {
      switch (source.u8(at)) {
        case '\\' -> at++;
        case '(' -> depth++;
        case ')' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
  }

  private void skipHexString() throws UnacceptableFile {
    at++;
    while (source.u8(at) != '>') {
      int c = source.u8(at);
      if (Character.digit(c, 16) < 0 && !isSpace(c)) {
        throw UnacceptableFile.malformed("A PDF string is damaged");
      }
      at++;
    }
    at++;
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
  }

  private static boolean isDelimiter(int c) {
    return switch (c) {
      case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%' -> true;
      default -> false;
    };
  }
}
