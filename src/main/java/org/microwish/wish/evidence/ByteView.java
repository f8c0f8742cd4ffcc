package org.microwish.wish.evidence;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A window on bytes that nobody vouches for. Every access is checked, and one beyond the end is a
 * malformed file rather than a programming error.
 */
final class ByteView {
  private static final ValueLayout.OfShort SHORT_BE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT_LE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT_BE =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT_LE =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment bytes;

  ByteView(MemorySegment bytes) {
    this.bytes = bytes;
  }

  static ByteView of(byte[] bytes) {
    return new ByteView(MemorySegment.ofArray(bytes));
  }

  long size() {
    return bytes.byteSize();
  }

  int u8(long at) throws UnacceptableFile {
    require(at, 1);
    return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at));
  }

  int u16(long at) throws UnacceptableFile {
    require(at, 2);
    return Short.toUnsignedInt(bytes.get(SHORT_BE, at));
  }

  int u16le(long at) throws UnacceptableFile {
    require(at, 2);
    return Short.toUnsignedInt(bytes.get(SHORT_LE, at));
  }

  long u32(long at) throws UnacceptableFile {
    require(at, 4);
    return Integer.toUnsignedLong(bytes.get(INT_BE, at));
  }

  long u32le(long at) throws UnacceptableFile {
    require(at, 4);
    return Integer.toUnsignedLong(bytes.get(INT_LE, at));
  }

  /** Whether these ISO 8859-1 characters stand at this place; false beyond the end. */
  boolean has(long at, String latin1) {
    if (at < 0 || at > size() - latin1.length()) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      if (Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at + i)) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first place at or after {@code from} where these characters stand, or -1. */
  long find(long from, String latin1) {
    for (long at = Math.max(0, from); at <= size() - latin1.length(); at++) {
      if (has(at, latin1)) {
        return at;
      }
    }
    return -1;
  }

  /** ISO 8859-1 characters. */
  String text(long at, int length) throws UnacceptableFile {
    require(at, length);
    return new String(
        bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
  }

  ByteView slice(long from, long length) throws UnacceptableFile {
    require(from, length);
    return new ByteView(bytes.asSlice(from, length));
  }

  byte[] copy(long from, long length) throws UnacceptableFile {
    require(from, length);
    return bytes.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
  }

  ByteBuffer buffer() {
    return bytes.asByteBuffer();
  }

  void require(long at, long length) throws UnacceptableFile {
    if (at < 0 || length < 0 || at > size() - length) {
      throw UnacceptableFile.malformed("The file ends early");
    }
  }
}
