package org.microwish.privacy.crypto;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Seals and opens files chunk by chunk, so that the whole file is never in memory. The nonces
 * number the chunks and mark the last one: a file from which a chunk was cut off or left out, or in
 * which a chunk was repeated or moved, cannot be opened (the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizár). Because the nonces are counters, a key must seal only one file.
 *
 * <pre>
 * header: "MWF" ‖ format 1
 * chunks: ciphertext of 65,536 bytes ‖ tag 16; the last of 0 to 65,536 bytes
 * nonce:  number of the chunk from 0, 4 bytes ‖ 1 for the last, else 0 ‖ 7 zeros
 * </pre>
 */
public final class SealedFile {

  /** The size of the header in bytes. */
  public static final int HEADER_BYTES = 4;

  private static final byte[] MAGIC = {'M', 'W', 'F'};
  private static final byte[] FILE = SealContext.of("use", "file");
  private static final int CHUNK = 64 * 1024;

  private SealedFile() {}

  /**
   * Whether a file that begins with these bytes is a sealed file.
   *
   * @param head at least the first {@link #HEADER_BYTES} bytes of the file, or the whole file if it
   *     is shorter
   */
  public static boolean isSealed(byte[] head) {
    return head.length >= HEADER_BYTES
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Returns a stream that seals the bytes written to it and writes them to {@code out}. Closing the
   * stream writes the last chunk and leaves {@code out} open.
   *
   * @param key a key that seals this file only
   * @param context the place that the file belongs to, see {@link SealContext}
   */
  public static OutputStream sealing(OutputStream out, SealingKey key, byte[] context)
      throws IOException {
    out.write(MAGIC);
    out.write(key.suite().format());
    return new Sealing(out, new Chunks(key, context));
  }

  /**
   * Returns a stream that opens a file that {@link #sealing} wrote for the same place. Reading
   * fails with an IOException at the first chunk that was changed; the bytes read before are
   * authentic.
   *
   * @param in the sealed file from its first byte; closing the result closes it
   */
  public static InputStream opening(InputStream in, SealingKey key, byte[] context)
      throws IOException {
    byte[] head = in.readNBytes(HEADER_BYTES);
    if (!isSealed(head) || head[MAGIC.length] != key.suite().format()) {
      throw new IOException(new SealBrokenException("not a sealed file of this suite"));
    }
    return new Opening(in, new Chunks(key, context));
  }

  /** One file's key and the number of the next chunk. */
  private static final class Chunks {
    private final Suite suite;
    private final byte[] key;
    private final byte[] context;
    private int number;

    Chunks(SealingKey key, byte[] context) {
      this.suite = key.suite();
      this.key = key.cipherKey(FILE);
      this.context = context;
    }

    byte[] next(boolean seal, byte[] chunk, int length, boolean last) {
      if (number < 0) {
        throw new SealBrokenException("a file has too many chunks");
      }
      byte[] nonce =
          ByteBuffer.allocate(Suite.NONCE_BYTES)
              .putInt(number++)
              .put((byte) (last ? 1 : 0))
              .array();
      return suite.aead(seal, key, nonce, context, chunk, length);
    }
  }

  private static final class Sealing extends OutputStream {
    private final OutputStream out;
    private final Chunks chunks;
    private final byte[] buffer = new byte[CHUNK];
    private int filled;
    private boolean closed;

    Sealing(OutputStream out, Chunks chunks) {
      this.out = out;
      this.chunks = chunks;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      int from = offset;
      int left = length;
      while (left > 0) {
        // A full chunk is written only when more bytes follow, because the last chunk has a
        // different nonce.
        if (filled == CHUNK) {
          out.write(chunks.next(true, buffer, filled, false));
          filled = 0;
        }
        int some = Math.min(left, CHUNK - filled);
        System.arraycopy(bytes, from, buffer, filled, some);
        filled += some;
        from += some;
        left -= some;
      }
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        out.write(chunks.next(true, buffer, filled, true));
        out.flush();
      }
    }
  }

  private static final class Opening extends InputStream {
    private static final int SEALED = CHUNK + Suite.TAG_BYTES;

    private final DataInputStream in;
    private final Chunks chunks;

    /** Holds a sealed chunk and one byte more, which shows whether another chunk follows. */
    private final byte[] buffer = new byte[SEALED + 1];

    private int ahead;
    private byte[] open = {};
    private int at;
    private boolean ended;

    Opening(InputStream in, Chunks chunks) {
      this.in = new DataInputStream(in);
      this.chunks = chunks;
    }

    private boolean fill() throws IOException {
      while (at == open.length) {
        if (ended) {
          return false;
        }
        int read = ahead + in.readNBytes(buffer, ahead, buffer.length - ahead);
        boolean last = read <= SEALED;
        int length = last ? read : SEALED;
        if (length < Suite.TAG_BYTES) {
          throw new EOFException("a sealed file was cut off");
        }
        try {
          open = chunks.next(false, buffer, length, last);
        } catch (SealBrokenException broken) {
          throw new IOException(broken);
        }
        at = 0;
        ended = last;
        if (!last) {
          buffer[0] = buffer[SEALED];
          ahead = 1;
        }
      }
      return true;
    }

    @Override
    public int read() throws IOException {
      return fill() ? open[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int some = Math.min(length, open.length - at);
      System.arraycopy(open, at, bytes, offset, some);
      at += some;
      return some;
    }

    @Override
    public int available() {
      return open.length - at;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
