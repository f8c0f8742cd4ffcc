package org.microwish.wish.evidence;

/**
 * The little that we read of an EXIF block (TIFF 6.0 section 2, Exif 2.32 section 4.6), and the
 * only EXIF block that we write.
 *
 * @param orientation 1 to 8; 1 where the block is silent or damaged
 * @param mayLocate whether the block holds a position or something opaque (a maker's note, XMP,
 *     IPTC) that may hold one; a damaged block may
 */
record ExifBlock(int orientation, boolean mayLocate) {
  private static final int ORIENTATION = 0x0112;
  private static final int XMP = 0x02BC;
  private static final int IPTC = 0x83BB;
  private static final int PHOTOSHOP = 0x8649;
  private static final int EXIF_DIRECTORY = 0x8769;
  private static final int GPS_DIRECTORY = 0x8825;
  private static final int MAKER_NOTE = 0x927C;

  private static final int SHORT = 3;
  private static final int ENTRY_SIZE = 12;

  /** Reads a block that begins with its byte order, or with "Exif" and two zeros before it. */
  static ExifBlock read(ByteView block) {
    int orientation = 1;
    boolean mayLocate = false;
    try {
      ByteView tiff = block.has(0, "Exif\0\0") ? block.slice(6, block.size() - 6) : block;
      boolean little = tiff.has(0, "II*\0");
      if (!little && !tiff.has(0, "MM\0*")) {
        return new ExifBlock(1, true);
      }
      long directory = u32(tiff, 4, little);
      int entries = u16(tiff, directory, little);
      long exif = -1;
      for (int i = 0; i < entries; i++) {
        long entry = directory + 2 + (long) i * ENTRY_SIZE;
        int tag = u16(tiff, entry, little);
        if (tag == ORIENTATION && u16(tiff, entry + 2, little) == SHORT) {
          int value = u16(tiff, entry + 8, little);
          orientation = value >= 1 && value <= 8 ? value : 1;
        } else if (tag == EXIF_DIRECTORY) {
          exif = u32(tiff, entry + 8, little);
        }
        mayLocate |= mayLocate(tag);
      }
      if (exif >= 0) {
        int inner = u16(tiff, exif, little);
        for (int i = 0; i < inner; i++) {
          mayLocate |= mayLocate(u16(tiff, exif + 2 + (long) i * ENTRY_SIZE, little));
        }
      }
      return new ExifBlock(orientation, mayLocate);
    } catch (UnacceptableFile _) {
      // The block is dropped whatever it says; a picture need not be lost for it.
      return new ExifBlock(orientation, true);
    }
  }

  /** A block that says nothing but the orientation, 26 bytes. */
  byte[] orientationOnly() {
    byte[] block = {
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // byte order, magic, place of the directory
      0,
      1, // one entry
      (byte) (ORIENTATION >> 8),
      (byte) ORIENTATION,
      0,
      SHORT,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      0, // the entry
      0,
      0,
      0,
      0 // no further directory
    };
    block[19] = (byte) orientation;
    return block;
  }

  /** Whether the picture is shown otherwise than its rows lie. */
  boolean turned() {
    return orientation != 1;
  }

  private static boolean mayLocate(int tag) {
    return switch (tag) {
      case GPS_DIRECTORY, MAKER_NOTE, XMP, IPTC, PHOTOSHOP -> true;
      default -> false;
    };
  }

  private static int u16(ByteView tiff, long at, boolean little) throws UnacceptableFile {
    return little ? tiff.u16le(at) : tiff.u16(at);
  }

  private static long u32(ByteView tiff, long at, boolean little) throws UnacceptableFile {
    return little ? tiff.u32le(at) : tiff.u32(at);
  }
}
