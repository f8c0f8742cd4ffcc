package org.microwish.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Finds the EXIF block of an image and reads its orientation. */
final class ExifBlock {

  private static final int ORIENTATION = 0x0112;

  private ExifBlock() {}

  /**
   * Returns the EXIF block of a PNG or WebP; an empty array if the image has none. Reads all chunks
   * of the image, and refuses an image that is truncated, has no pixel data, or is a WebP that is
   * animated, lossless or transparent (the lossless decoder also decodes transparency).
   *
   * <p>The decoder of lossless WebP has no limits on what a file may declare, and none can be
   * configured: a file of 160 KB can declare 65,536 groups of prefix codes, which take 340 MB of
   * memory, and a file of 70 bytes can repeat a transform so often that decoding takes half a
   * minute.
   */
  static byte[] find(EvidenceType type, byte[] file) {
    boolean png = type == EvidenceType.PNG;
    ByteBuffer chunks =
        ByteBuffer.wrap(file).order(png ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    byte[] exif = {};
    boolean pixels = false;
    int[] canvas = null;
    try {
      long at = png ? 8 : 12;
      long end = png ? file.length : 8 + Integer.toUnsignedLong(chunks.getInt(4));
      for (boolean last = false; !last; ) {
        int from = Math.toIntExact(at);
        String name = new String(file, png ? from + 4 : from, 4, StandardCharsets.ISO_8859_1);
        long length = Integer.toUnsignedLong(chunks.getInt(png ? from : from + 4));
        at = from + 8 + length + (png ? 4 : length & 1);
        Objects.checkIndex(at - 1, file.length);
        switch (name) {
          case "eXIf", "EXIF" -> exif = Arrays.copyOfRange(file, from + 8, (int) at);
          case "IDAT" -> pixels = true;
          case "VP8X" -> canvas = new int[] {size(chunks, from + 12), size(chunks, from + 15)};
          case "VP8 " -> {
            int width = chunks.getShort(from + 14) & 0x3fff;
            int height = chunks.getShort(from + 16) & 0x3fff;
            // The decoder decodes every frame, but the pixel limit is checked against the canvas
            // only. So one frame is permitted, and only if it has the size of the canvas.
            if (pixels || (canvas != null && (canvas[0] != width || canvas[1] != height))) {
              throw UnacceptableFile.malformed("The WebP has a frame that is not its picture");
            }
            pixels = true;
          }
          case "VP8L", "ALPH" ->
              throw UnacceptableFile.unsupported("lossless or transparent image/webp");
          case "ANIM", "ANMF" -> throw UnacceptableFile.unsupported("animated image/webp");
          default -> {}
        }
        last = png ? name.equals("IEND") : at >= end;
      }
    } catch (IndexOutOfBoundsException | ArithmeticException cut) {
      throw UnacceptableFile.malformed("The image ends early");
    }
    if (!pixels) {
      throw UnacceptableFile.malformed("The image has no pixel data");
    }
    return exif;
  }

  /**
   * Reads a width or height of the canvas of an extended WebP, which is stored in 24 bits as the
   * value minus one.
   */
  private static int size(ByteBuffer chunks, int at) {
    return 1
        + Byte.toUnsignedInt(chunks.get(at))
        + (Byte.toUnsignedInt(chunks.get(at + 1)) << 8)
        + (Byte.toUnsignedInt(chunks.get(at + 2)) << 16);
  }

  /**
   * Reads the orientation from an EXIF block (TIFF 6.0).
   *
   * @return 1 to 8; 1 if the orientation is missing or invalid or the block is damaged, so that the
   *     picture is still accepted
   */
  static int orientation(byte[] exif) {
    try {
      ByteBuffer tiff = ByteBuffer.wrap(exif);
      if (exif.length > 6 && exif[0] == 'E') { // some WebP writers prepend "Exif" and two zeros
        tiff = tiff.slice(6, exif.length - 6);
      }
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = Short.toUnsignedInt(tiff.getShort(directory));
      for (int entry = directory + 2; entry < directory + 2 + entries * 12; entry += 12) {
        if (tiff.getShort(entry) == ORIENTATION) {
          int value = tiff.getShort(entry + 8);
          return value >= 1 && value <= 8 ? value : 1;
        }
      }
    } catch (IndexOutOfBoundsException damaged) {
      return 1;
    }
    return 1;
  }
}
