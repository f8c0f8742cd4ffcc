package org.microwish.wish.evidence;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The stream filters that we undo (ISO 32000-1 section 7.4). Damage shows as an {@link
 * IOException}.
 */
final class PdfFilters {
  private PdfFilters() {}

  /** Deflated bytes. The caller closes it, which frees the native inflater. */
  static InputStream flate(InputStream source) {
    return new InflaterInputStream(source, new Inflater(), 8192) {
      @Override
      public void close() throws IOException {
        // The stream ends only an inflater that it made itself.
        inf.end();
        super.close();
      }
    };
  }

  /** Pairs of hexadecimal digits up to a {@code >}. */
  static InputStream asciiHex(InputStream source) {
    return new Decoding(source) {
      @Override
      int decode(byte[] group) throws IOException {
        int high = digit();
        if (high < 0) {
          return -1;
        }
        group[0] = (byte) (high * 16 + Math.max(0, digit()));
        return 1;
      }

      private int digit() throws IOException {
        int c = nonSpace();
        if (c < 0 || c == '>') {
          return -1;
        }
        int value = Character.digit(c, 16);
        if (value < 0) {
          throw new IOException("Not a hexadecimal digit");
        }
        return value;
      }
    };
  }

  /** Groups of five characters for four bytes, up to a {@code ~}. */
  static InputStream ascii85(InputStream source) {
    return new Decoding(source) {
      private boolean ended;

      @Override
      int decode(byte[] group) throws IOException {
        long value = 0;
        int count = 0;
        while (count < 5 && !ended) {
          int c = nonSpace();
          if (c < 0 || c == '~') {
            ended = true;
          } else if (c == 'z' && count == 0) {
            group[0] = group[1] = group[2] = group[3] = 0;
            return 4;
          } else if (c >= '!' && c <= 'u') {
            value = value * 85 + (c - '!');
            count++;
          } else {
            throw new IOException("Not a base 85 digit");
          }
        }
        if (count == 0) {
          return -1;
        }
        for (int i = count; i < 5; i++) {
          value = value * 85 + 84;
        }
        for (int i = 0; i < 4; i++) {
          group[i] = (byte) (value >> (24 - 8 * i));
        }
        return count - 1;
      }
    };
  }

  /** Hands out decoded groups of up to four bytes. */
  private abstract static class Decoding extends FilterInputStream {
    private final byte[] group = new byte[4];
    private int at;
    private int filled;

    Decoding(InputStream source) {
      super(source);
    }

    /** Decodes a group; returns its size, or -1 at the end. */
    abstract int decode(byte[] group) throws IOException;

    int nonSpace() throws IOException {
      int c;
      do {
        c = in.read();
      } while (c >= 0 && PdfLexer.isSpace(c));
      return c;
    }

    @Override
    public int read() throws IOException {
      while (at == filled) {
        if (filled < 0) {
          return -1;
        }
        at = 0;
        filled = decode(group);
        if (filled < 0) {
          at = filled;
          return -1;
        }
      }
      return Byte.toUnsignedInt(group[at++]);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int count = 0;
      while (count < length) {
        int c = read();
        if (c < 0) {
          return count == 0 ? -1 : count;
        }
        target[from + count++] = (byte) c;
      }
      return count;
    }
  }

  /** The bytes of a view as a stream. */
  static InputStream stream(ByteView view) {
    ByteBuffer buffer = view.buffer();
    return new InputStream() {
      @Override
      public int read() {
        return buffer.hasRemaining() ? Byte.toUnsignedInt(buffer.get()) : -1;
      }

      @Override
      public int read(byte[] target, int from, int length) {
        if (!buffer.hasRemaining()) {
          return length == 0 ? 0 : -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, from, count);
        return count;
      }
    };
  }
}
