package org.microwish.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Measures, and removes metadata from, JPEG 2000 pictures, which are accepted only within a PDF.
 */
final class Jpeg2000 {

  /** The types of boxes (ISO 15444-1 annex I) that a decoder needs; all others are removed. */
  private static final Set<String> NEEDED = Set.of("jP  ", "ftyp", "rreq", "jp2h", "jp2c");

  /** The first four bytes of a picture that consists of coded data only, without boxes. */
  private static final int CODESTREAM = 0xFF4FFF51;

  private static final int HEADER_BYTES = 8;

  /** The size of the part of SOC and SIZ that is read, in bytes. */
  private static final int SIZ_BYTES = 16;

  private Jpeg2000() {}

  /**
   * Refuses a picture whose coded data states too many pixels. The PDF's own statement of the size
   * does not bind decoders.
   */
  static void requireFewPixels(byte[] picture, EvidenceLimits limits) {
    // SOC and SIZ come first (ISO 15444-1 section A.5.1): Lsiz, Rsiz, then the size and the offset
    // of the picture in the reference grid.
    boolean found = false;
    ByteBuffer file = ByteBuffer.wrap(picture);
    for (int at = 0; at + SIZ_BYTES <= picture.length; at++) {
      if (file.getInt(at) == CODESTREAM) {
        found = true;
        limits.requireFewPixels(
            Integer.toUnsignedLong(file.getInt(at + 8)),
            Integer.toUnsignedLong(file.getInt(at + 12)));
      }
    }
    if (!found) {
      throw UnacceptableFile.notCleanable("The PDF has an unsupported JPEG 2000 picture");
    }
  }

  /** Returns the picture with only the {@link #NEEDED} boxes: without XML and identifiers. */
  static byte[] withoutMetadata(byte[] picture) {
    ByteBuffer file = ByteBuffer.wrap(picture);
    if (file.getInt(0) == CODESTREAM) {
      return picture;
    }
    ByteArrayOutputStream clean = new ByteArrayOutputStream(picture.length);
    int at = 0;
    while (at < picture.length) {
      int size = file.getInt(at);
      String type = new String(picture, at + 4, 4, StandardCharsets.ISO_8859_1);
      int end = size == 0 ? picture.length : Math.addExact(at, size);
      if (end < at + HEADER_BYTES) {
        throw UnacceptableFile.notCleanable("The PDF has an unsupported JPEG 2000 picture");
      }
      if (NEEDED.contains(type)) {
        clean.write(picture, at, end - at);
      }
      at = end;
    }
    return clean.toByteArray();
  }
}
