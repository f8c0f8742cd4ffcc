package org.microwish.wish.evidence;

/** Walks over the marker segments of a JPEG stream (ITU-T T.81 annex B). */
final class JpegSegments {
  static final int APP0 = 0xE0;
  static final int APP1 = 0xE1;
  static final int APP2 = 0xE2;
  static final int APP13 = 0xED;
  static final int APP14 = 0xEE;
  static final int DHT = 0xC4;
  static final int DQT = 0xDB;
  static final int DRI = 0xDD;
  static final int SOF0 = 0xC0;
  static final int SOF1 = 0xC1;
  static final int SOF2 = 0xC2;
  static final int SOS = 0xDA;

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int RST0 = 0xD0;
  private static final int RST7 = 0xD7;
  private static final int TEM = 0x01;

  /** Phones write some dozens; each scan of a progressive picture costs a viewer a full pass. */
  private static final int MOST_SEGMENTS = 1_000;

  /** Is shown every segment between the first marker and the last. */
  interface Visitor {
    /**
     * Sees one segment.
     *
     * @param marker its second byte
     * @param from place of its 0xFF
     * @param payload place after its length
     * @param end place after the segment, for SOS after the coded data that follow it
     */
    void segment(int marker, long from, long payload, long end) throws UnacceptableFile;
  }

  private JpegSegments() {}

  /** Shows every segment to the visitor, and returns the place after the end marker. */
  static long walk(ByteView file, Visitor visitor) throws UnacceptableFile {
    if (file.u16(0) != (0xFF00 | SOI)) {
      throw UnacceptableFile.malformed("The JPEG has no start marker");
    }
    long at = 2;
    int segments = 0;
    while (true) {
      if (file.u8(at) != 0xFF) {
        throw UnacceptableFile.malformed("A JPEG marker is missing");
      }
      int marker = file.u8(at + 1);
      if (marker == 0xFF) {
        at++; // a fill byte
        continue;
      }
      if (marker == EOI) {
        return at + 2;
      }
      if (marker <= TEM || marker == SOI || (marker >= RST0 && marker <= RST7)) {
        throw UnacceptableFile.malformed("A JPEG marker is out of place");
      }
      if (++segments > MOST_SEGMENTS) {
        throw UnacceptableFile.malformed("The JPEG has too many segments");
      }
      int length = file.u16(at + 2);
      if (length < 2) {
        throw UnacceptableFile.malformed("A JPEG segment has no length");
      }
      long end = at + 2 + length;
      file.require(at, 2 + length);
      if (marker == SOS) {
        end = endOfCodedData(file, end);
      }
      visitor.segment(marker, at, at + 4, end);
      at = end;
    }
  }

  private static long endOfCodedData(ByteView file, long from) throws UnacceptableFile {
    long at = from;
    while (true) {
      if (file.u8(at) != 0xFF) {
        at++;
        continue;
      }
      int next = file.u8(at + 1);
      if (next == 0 || (next >= RST0 && next <= RST7)) {
        at += 2;
      } else if (next == 0xFF) {
        at++;
      } else {
        return at;
      }
    }
  }
}
