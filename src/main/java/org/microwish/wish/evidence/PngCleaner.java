package org.microwish.wish.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Rewrites a PNG (W3C PNG third edition) with nothing but what shows the picture: header, palette,
 * pixels, transparency, colour and density, and, as an eXIf chunk of ours, the orientation. Texts
 * (XMP among them), EXIF, time, frames of an animation, private chunks and whatever follows the end
 * go. Checksums are verified; pixels are copied, not decoded.
 */
final class PngCleaner {
  static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

  private static final int HEADER_END = 8 + 12 + 13;

  /** A file of 10 MiB in pieces of 512 bytes has 20,000; more serves no picture. */
  private static final int MOST_CHUNKS = 50_000;

  private PngCleaner() {}

  static CleanCopy clean(ByteView file, EvidenceLimits limits) throws UnacceptableFile {
    if (!file.has(0, SIGNATURE) || file.u32(8) != 13 || !file.has(12, "IHDR")) {
      throw UnacceptableFile.malformed("The PNG has no header");
    }
    checkSum(file, 8, 13);
    limits.checkPixels(file.u32(16), file.u32(20));
    CleanCopy rest = new CleanCopy();
    ExifBlock exif = null;
    Set<String> seen = new HashSet<>();
    boolean pixels = false;
    boolean pixelsEnded = false;
    long at = HEADER_END;
    for (int chunks = 0; chunks < MOST_CHUNKS; chunks++) {
      long length = file.u32(at);
      String type = file.text(at + 4, 4);
      file.require(at, length + 12);
      checkSum(file, at, length);
      pixelsEnded |= pixels && !type.equals("IDAT");
      switch (type) {
        case "IDAT" -> {
          if (pixelsEnded) {
            throw UnacceptableFile.malformed("The PNG's pixels are interrupted");
          }
          pixels = true;
          rest.keep(at, length + 12);
        }
        case "IEND" -> {
          if (!pixels || length != 0) {
            throw UnacceptableFile.malformed("The PNG shows nothing");
          }
          rest.keep(at, 12);
          CleanCopy copy = new CleanCopy().keep(0, HEADER_END);
          if (exif != null && exif.turned()) {
            copy.write(chunk("eXIf", exif.orientationOnly()));
          }
          return copy.append(rest);
        }
        case "eXIf" -> {
          if (exif == null) {
            exif = ExifBlock.read(file.slice(at + 8, length));
          }
        }
        default -> {
          if (shows(type, length)) {
            if (pixels || !seen.add(type)) {
              throw UnacceptableFile.malformed("A PNG chunk is out of place");
            }
            rest.keep(at, length + 12);
          } else if ((type.charAt(0) & 0x20) == 0) {
            throw UnacceptableFile.malformed("The PNG has a critical chunk that nobody knows");
          }
        }
      }
      at += length + 12;
    }
    throw UnacceptableFile.malformed("The PNG has too many chunks");
  }

  /** Whether a chunk changes what is seen, and has the size that such a chunk has. */
  private static boolean shows(String type, long length) {
    return switch (type) {
      case "PLTE" -> length >= 3 && length <= 768 && length % 3 == 0;
      case "tRNS" -> length >= 1 && length <= 256;
      case "gAMA", "cICP" -> length == 4;
      case "cHRM" -> length == 32;
      case "sRGB" -> length == 1;
      case "sBIT" -> length >= 1 && length <= 4;
      case "bKGD" -> length == 1 || length == 2 || length == 6;
      case "pHYs" -> length == 9;
      case "iCCP" -> length > 2;
      default -> false;
    };
  }

  private static void checkSum(ByteView file, long at, long length) throws UnacceptableFile {
    CRC32 sum = new CRC32();
    sum.update(file.slice(at + 4, length + 4).buffer());
    if (sum.getValue() != file.u32(at + 8 + length)) {
      throw UnacceptableFile.malformed("A PNG checksum does not hold");
    }
  }

  private static byte[] chunk(String type, byte[] payload) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(payload);
    return ByteBuffer.allocate(12 + payload.length)
        .putInt(payload.length)
        .put(name)
        .put(payload)
        .putInt((int) sum.getValue())
        .array();
  }
}
