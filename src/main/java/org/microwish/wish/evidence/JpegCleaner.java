package org.microwish.wish.evidence;

/**
 * Rewrites a JPEG with nothing but what shows the picture: tables, frame, scans, density, colour
 * profile, colour transform and, as an EXIF block of ours, the orientation. All else goes: EXIF
 * with its thumbnail and position, XMP, IPTC, makers' segments, comments, and whatever follows the
 * end marker (second pictures, a live photo's film). Coded data are copied, not decoded.
 */
final class JpegCleaner implements JpegSegments.Visitor {
  private static final String ICC = "ICC_PROFILE\0";
  private static final String ADOBE = "Adobe";
  private static final int ADOBE_SIZE = 12;
  private static final int JFIF_SIZE = 14;

  private final ByteView file;
  private final EvidenceLimits limits;
  private final CleanCopy rest = new CleanCopy();
  private byte[] density = {};
  private ExifBlock exif;
  private boolean framed;
  private boolean scanned;

  private JpegCleaner(ByteView file, EvidenceLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  static CleanCopy clean(ByteView file, EvidenceLimits limits) throws UnacceptableFile {
    JpegCleaner cleaner = new JpegCleaner(file, limits);
    JpegSegments.walk(file, cleaner);
    if (!cleaner.scanned) {
      throw UnacceptableFile.malformed("The JPEG shows nothing");
    }
    CleanCopy copy = new CleanCopy().write(new byte[] {(byte) 0xFF, (byte) 0xD8});
    if (cleaner.density.length > 0) {
      copy.write(cleaner.density);
    }
    if (cleaner.exif != null && cleaner.exif.turned()) {
      copy.write(segment(JpegSegments.APP1, "Exif\0\0", cleaner.exif.orientationOnly()));
    }
    return copy.append(cleaner.rest).write(new byte[] {(byte) 0xFF, (byte) 0xD9});
  }

  @Override
  public void segment(int marker, long from, long payload, long end) throws UnacceptableFile {
    long size = end - payload;
    switch (marker) {
      case JpegSegments.APP0 -> {
        if (density.length == 0 && size >= JFIF_SIZE && file.has(payload, "JFIF\0")) {
          byte[] jfif = file.copy(payload + 5, JFIF_SIZE - 5);
          jfif[7] = 0; // no thumbnail
          jfif[8] = 0;
          density = segment(marker, "JFIF\0", jfif);
        }
      }
      case JpegSegments.APP1 -> {
        if (exif == null && size > 6 && file.has(payload, "Exif\0\0")) {
          exif = ExifBlock.read(file.slice(payload, size));
        }
      }
      case JpegSegments.APP2 -> {
        if (size > ICC.length() && file.has(payload, ICC)) {
          rest.keep(from, end - from);
        }
      }
      case JpegSegments.APP14 -> {
        if (size >= ADOBE_SIZE && file.has(payload, ADOBE)) {
          rest.write(segment(marker, "", file.copy(payload, ADOBE_SIZE)));
        }
      }
      case JpegSegments.DQT -> {
        checkQuantisation(payload, end);
        rest.keep(from, end - from);
      }
      case JpegSegments.DHT -> {
        checkHuffman(payload, end);
        rest.keep(from, end - from);
      }
      case JpegSegments.DRI -> {
        if (size != 2) {
          throw UnacceptableFile.malformed("The JPEG's restart interval is damaged");
        }
        rest.keep(from, end - from);
      }
      case JpegSegments.SOF0, JpegSegments.SOF1, JpegSegments.SOF2 -> {
        checkFrame(payload, size);
        rest.keep(from, end - from);
      }
      case JpegSegments.SOS -> {
        checkScan(from);
        rest.keep(from, end - from);
      }
      default -> {
        if (marker >= 0xC3 && marker <= 0xCF) {
          throw UnacceptableFile.unsupported("JPEG coding process %x".formatted(marker));
        }
      }
    }
  }

  private void checkFrame(long payload, long size) throws UnacceptableFile {
    if (framed) {
      throw UnacceptableFile.malformed("The JPEG has two frames");
    }
    int components = file.u8(payload + 5);
    if (components < 1 || components > 4 || size != 6 + 3L * components) {
      throw UnacceptableFile.malformed("The JPEG's frame is damaged");
    }
    limits.checkPixels(file.u16(payload + 3), file.u16(payload + 1));
    framed = true;
  }

  private void checkScan(long from) throws UnacceptableFile {
    if (!framed) {
      throw UnacceptableFile.malformed("A JPEG scan comes before the frame");
    }
    int components = file.u8(from + 4);
    if (components < 1 || components > 4 || file.u16(from + 2) != 6 + 2 * components) {
      throw UnacceptableFile.malformed("A JPEG scan is damaged");
    }
    scanned = true;
  }

  private void checkQuantisation(long payload, long end) throws UnacceptableFile {
    long at = payload;
    while (at < end) {
      int header = file.u8(at);
      if ((header >> 4) > 1 || (header & 15) > 3) {
        throw UnacceptableFile.malformed("A JPEG quantisation table is damaged");
      }
      at += 1 + 64L * (1 + (header >> 4));
    }
    if (at != end) {
      throw UnacceptableFile.malformed("A JPEG quantisation table is cut");
    }
  }

  private void checkHuffman(long payload, long end) throws UnacceptableFile {
    long at = payload;
    while (at < end) {
      int header = file.u8(at);
      int codes = 0;
      for (int i = 1; i <= 16; i++) {
        codes += file.u8(at + i);
      }
      if ((header >> 4) > 1 || (header & 15) > 3 || codes > 256) {
        throw UnacceptableFile.malformed("A JPEG Huffman table is damaged");
      }
      at += 17 + codes;
    }
    if (at != end) {
      throw UnacceptableFile.malformed("A JPEG Huffman table is cut");
    }
  }

  private static byte[] segment(int marker, String name, byte[] payload) {
    byte[] segment = new byte[4 + name.length() + payload.length];
    int length = segment.length - 2;
    segment[0] = (byte) 0xFF;
    segment[1] = (byte) marker;
    segment[2] = (byte) (length >> 8);
    segment[3] = (byte) length;
    for (int i = 0; i < name.length(); i++) {
      segment[4 + i] = (byte) name.charAt(i);
    }
    System.arraycopy(payload, 0, segment, 4 + name.length(), payload.length);
    return segment;
  }
}
