package org.microwish.wish.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites a still WebP (RFC 9649) with nothing but what shows the picture: the bitstream, its
 * transparency, the colour profile and, as an EXIF chunk of ours, the orientation. EXIF, XMP,
 * unknown chunks and whatever follows the container go. Animations are refused: evidence is a
 * photo, and their frames nest chunks of their own.
 */
final class WebpCleaner {
  private static final int FLAG_PROFILE = 0x20;
  private static final int FLAG_ALPHA = 0x10;
  private static final int FLAG_EXIF = 0x08;
  private static final int FLAG_ANIMATION = 0x02;

  private static final int EXTENDED_SIZE = 10;

  /** A still picture has five at most that mean anything. */
  private static final int MOST_CHUNKS = 100;

  private record Chunk(long payload, long size) {}

  private record Size(long width, long height) {}

  private final ByteView file;
  private final EvidenceLimits limits;
  private Chunk extended;
  private Chunk profile;
  private Chunk alpha;
  private Chunk pixels;
  private boolean lossless;
  private ExifBlock exif;

  private WebpCleaner(ByteView file, EvidenceLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  static CleanCopy clean(ByteView file, EvidenceLimits limits) throws UnacceptableFile {
    WebpCleaner cleaner = new WebpCleaner(file, limits);
    cleaner.read();
    return cleaner.write();
  }

  private void read() throws UnacceptableFile {
    if (!file.has(0, "RIFF") || !file.has(8, "WEBP")) {
      throw UnacceptableFile.malformed("The WebP has no header");
    }
    long end = file.u32le(4) + 8;
    file.require(0, end);
    long at = 12;
    int chunks = 0;
    while (at < end) {
      if (++chunks > MOST_CHUNKS) {
        throw UnacceptableFile.malformed("The WebP has too many chunks");
      }
      String type = file.text(at, 4);
      Chunk chunk = new Chunk(at + 8, file.u32le(at + 4));
      if (chunk.payload + chunk.size > end) {
        throw UnacceptableFile.malformed("A WebP chunk is cut");
      }
      take(type, chunk);
      at = chunk.payload + chunk.size + (chunk.size & 1);
    }
  }

  private void take(String type, Chunk chunk) throws UnacceptableFile {
    switch (type) {
      case "VP8X" -> {
        if (extended != null || pixels != null || chunk.size < EXTENDED_SIZE) {
          throw UnacceptableFile.malformed("The WebP's extended header is damaged");
        }
        if ((file.u8(chunk.payload) & FLAG_ANIMATION) != 0) {
          throw UnacceptableFile.unsupported("animated image/webp");
        }
        extended = chunk;
      }
      case "ANIM", "ANMF" -> throw UnacceptableFile.unsupported("animated image/webp");
      case "VP8 ", "VP8L" -> {
        if (pixels != null) {
          throw UnacceptableFile.malformed("The WebP has two pictures");
        }
        pixels = chunk;
        lossless = type.equals("VP8L");
      }
      case "ALPH" -> {
        if (alpha != null || pixels != null) {
          throw UnacceptableFile.malformed("The WebP's transparency is out of place");
        }
        alpha = chunk;
      }
      case "ICCP" -> {
        if (profile == null && pixels == null) {
          profile = chunk;
        }
      }
      case "EXIF" -> {
        if (exif == null) {
          exif = ExifBlock.read(file.slice(chunk.payload, chunk.size));
        }
      }
      default -> {}
    }
  }

  private CleanCopy write() throws UnacceptableFile {
    if (pixels == null) {
      throw UnacceptableFile.malformed("The WebP shows nothing");
    }
    Size picture = lossless ? losslessSize() : lossySize();
    limits.checkPixels(picture.width, picture.height);
    CleanCopy chunks = new CleanCopy();
    if (extended != null) {
      boolean turned = exif != null && exif.turned();
      if ((file.u32le(extended.payload + 4) & 0xFFFFFF) + 1 != picture.width
          || (file.u32le(extended.payload + 6) >> 8) + 1 != picture.height) {
        throw UnacceptableFile.malformed("The WebP's canvas is not its picture's size");
      }
      byte[] header = new byte[EXTENDED_SIZE];
      System.arraycopy(file.copy(extended.payload, EXTENDED_SIZE), 4, header, 4, 6);
      header[0] =
          (byte)
              ((file.u8(extended.payload) & FLAG_ALPHA)
                  | (profile == null ? 0 : FLAG_PROFILE)
                  | (turned ? FLAG_EXIF : 0));
      chunks.write(chunkOf("VP8X", header));
      if (profile != null) {
        keep(chunks, profile);
      }
      if (alpha != null && !lossless) {
        keep(chunks, alpha);
      }
      keep(chunks, pixels);
      if (turned) {
        chunks.write(chunkOf("EXIF", exif.orientationOnly()));
      }
    } else {
      keep(chunks, pixels);
    }
    return new CleanCopy()
        .write(
            ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt((int) (chunks.size() + 4))
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
                .array())
        .append(chunks);
  }

  private Size lossySize() throws UnacceptableFile {
    long at = pixels.payload;
    file.require(at, 10);
    if (pixels.size < 10 || (file.u8(at) & 1) != 0 || !file.has(at + 3, "\u009d\u0001*")) {
      throw UnacceptableFile.malformed("The WebP's picture has no key frame");
    }
    return new Size(file.u16le(at + 6) & 0x3FFF, file.u16le(at + 8) & 0x3FFF);
  }

  private Size losslessSize() throws UnacceptableFile {
    long at = pixels.payload;
    if (pixels.size < 5 || file.u8(at) != 0x2F) {
      throw UnacceptableFile.malformed("The WebP's picture has no signature");
    }
    long bits = file.u32le(at + 1);
    return new Size((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
  }

  private static void keep(CleanCopy copy, Chunk chunk) {
    copy.keep(chunk.payload - 8, chunk.size + 8);
    if ((chunk.size & 1) != 0) {
      copy.write(new byte[1]);
    }
  }

  private static byte[] chunkOf(String type, byte[] payload) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
    chunk.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(payload.length).array());
    chunk.writeBytes(payload);
    if ((payload.length & 1) != 0) {
      chunk.write(0);
    }
    return chunk.toByteArray();
  }
}
