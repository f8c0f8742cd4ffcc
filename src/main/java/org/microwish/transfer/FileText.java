package org.microwish.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes a text file in UTF-8, with or without a byte order mark, or in GB18030, which spreadsheet
 * programs write in China. Bytes that are invalid in the file's encoding become {@link
 * #UNREADABLE}: otherwise a line in another encoding would silently become wrong characters.
 */
final class FileText {

  /** Replaces bytes that are not characters in the file's encoding. */
  static final char UNREADABLE = '\uFFFD';

  private static final Charset GB18030 = Charset.forName("GB18030");

  private static final int BOM = 3;

  private FileText() {}

  static String decode(byte[] content) {
    int start =
        content.length >= BOM
                && (content[0] & 0xff) == 0xEF
                && (content[1] & 0xff) == 0xBB
                && (content[2] & 0xff) == 0xBF
            ? BOM
            : 0;
    ByteBuffer bytes = ByteBuffer.wrap(content, start, content.length - start).slice();
    return exact(bytes, StandardCharsets.UTF_8).orElseGet(() -> mixed(bytes, start > 0));
  }

  /**
   * Decodes line by line. This is possible because in both encodings the byte of a line feed is
   * never a part of another character.
   */
  private static String mixed(ByteBuffer bytes, boolean marked) {
    List<ByteBuffer> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < bytes.limit(); i++) {
      if (bytes.get(i) == '\n') {
        lines.add(bytes.slice(from, i + 1 - from));
        from = i + 1;
      }
    }
    lines.add(bytes.slice(from, bytes.limit() - from));
    int utf8 = 0;
    int gb = 0;
    for (ByteBuffer line : lines) {
      if (isUtf8(line)) {
        utf8++;
      } else if (exact(line, StandardCharsets.UTF_8).isEmpty()
          && exact(line, GB18030).isPresent()) {
        gb++;
      }
    }
    boolean inGb = !marked && gb > utf8;
    StringBuilder text = new StringBuilder();
    for (ByteBuffer line : lines) {
      if (inGb && isUtf8(line)) {
        // Decoded as GB18030, the line would become wrong characters.
        text.append(
            replacing(line, StandardCharsets.UTF_8)
                .replaceAll("[^\\x00-\\x7F]+", String.valueOf(UNREADABLE)));
      } else {
        text.append(replacing(line, inGb ? GB18030 : StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  /**
   * Returns true if a line is valid UTF-8 and contains a character of three or more bytes, as
   * Chinese characters are. A line in GB18030 hardly ever meets this condition.
   */
  private static boolean isUtf8(ByteBuffer line) {
    return exact(line, StandardCharsets.UTF_8)
        .filter(text -> text.chars().anyMatch(one -> one > 0x7FF))
        .isPresent();
  }

  private static Optional<String> exact(ByteBuffer bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(bytes.duplicate())
              .toString());
    } catch (CharacterCodingException other) {
      return Optional.empty();
    }
  }

  private static String replacing(ByteBuffer bytes, Charset charset) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .replaceWith(String.valueOf(UNREADABLE))
          .decode(bytes.duplicate())
          .toString();
    } catch (CharacterCodingException never) {
      throw new IllegalStateException(never);
    }
  }
}
