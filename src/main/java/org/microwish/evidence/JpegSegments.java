package org.microwish.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The marker segments of a JPEG stream (ITU-T T.81 annex B) from its start marker to its end
 * marker.
 */
final class JpegSegments {

  /**
   * Marker of a progressive frame. Frames with higher markers use rare coding processes and are
   * refused.
   */
  private static final int SOF2 = 0xC2;

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;

  private static final String EXIF = "Exif\0\0";

  /** The size of an Adobe segment in bytes: marker, length and fields. */
  private static final int ADOBE = 16;

  private static final byte[] START = {(byte) 0xFF, (byte) SOI};
  private static final byte[] END = {(byte) 0xFF, (byte) EOI};

  /**
   * A minimal JFIF segment, which replaces an original JFIF or EXIF segment: both kinds of segments
   * tell a decoder that the colours are YCbCr or grey.
   */
  private static final byte[] JFIF = {
    (byte) 0xFF, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  /** The maximum number of segments in a JPEG; a phone photo has a few dozen. */
  private static final int MOST_SEGMENTS = 1_000;

  /**
   * A segment of the file. A scan's segment includes the coded data that follow its header.
   *
   * @param from the index of the segment's marker
   * @param to the index after the segment's last byte
   */
  private record Segment(int marker, int from, int to) {}

  private final byte[] file;
  private final List<Segment> segments = new ArrayList<>();

  /** Reads the segments of a file; data after the end marker are ignored. */
  JpegSegments(byte[] file) {
    this.file = file;
    if (at(0) != 0xFF || at(1) != SOI) {
      throw UnacceptableFile.malformed("The JPEG has no start marker");
    }
    int from = 2;
    while (marker(from) != EOI) {
      if (marker(from) == 0xFF) {
        from++; // a fill byte
        continue;
      }
      int to = from + 2 + (at(from + 2) << 8 | at(from + 3));
      if (marker(from) == SOS) {
        while (at(to) != 0xFF || isCoded(at(to + 1))) {
          to++;
        }
      }
      if (isFrame(marker(from)) && marker(from) > SOF2) {
        throw UnacceptableFile.unsupported("JPEG coding process %x".formatted(marker(from)));
      }
      segments.add(new Segment(marker(from), from, to));
      if (segments.size() > MOST_SEGMENTS) {
        throw UnacceptableFile.malformed("The JPEG has too many segments");
      }
      from = to;
    }
  }

  /** Returns the number of scans; a decoder passes over the whole picture once for each scan. */
  long scans() {
    return segments.stream().filter(segment -> segment.marker == SOS).count();
  }

  /** Returns the width in pixels that the frame header states; 0 if there is no frame header. */
  int width() {
    return frame(7);
  }

  /** Returns the height in pixels that the frame header states; 0 if there is no frame header. */
  int height() {
    return frame(5);
  }

  private static boolean isFrame(int marker) {
    boolean table = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
    return marker >= 0xC0 && marker <= 0xCF && !table;
  }

  private int frame(int place) {
    for (Segment segment : segments) {
      if (isFrame(segment.marker)) {
        return at(segment.from + place) << 8 | at(segment.from + place + 1);
      }
    }
    return 0;
  }

  /** Returns the EXIF block (TIFF 6.0); an empty array if there is none. */
  byte[] exif() {
    for (Segment segment : segments) {
      if (isExif(segment)) {
        return Arrays.copyOfRange(file, segment.from + 4 + EXIF.length(), segment.to);
      }
    }
    return new byte[0];
  }

  /**
   * Returns the JPEG with only what a decoder needs: tables, frame, scans, colour profile and
   * colour transform. Coded data are copied unchanged.
   */
  byte[] withoutMetadata() {
    ByteArrayOutputStream clean = new ByteArrayOutputStream(file.length);
    clean.writeBytes(START);
    if (segments.stream().anyMatch(each -> begins(each, APP0, "JFIF\0") || isExif(each))) {
      clean.writeBytes(JFIF);
    }
    for (Segment segment : segments) {
      if (segment.marker < APP0 || begins(segment, APP2, "ICC_PROFILE\0")) {
        clean.write(file, segment.from, segment.to - segment.from);
      } else if (begins(segment, APP14, "Adobe") && segment.to - segment.from >= ADOBE) {
        clean.writeBytes(new byte[] {(byte) 0xFF, (byte) APP14, 0, ADOBE - 2});
        clean.write(file, segment.from + 4, ADOBE - 4);
      }
    }
    clean.writeBytes(END);
    return clean.toByteArray();
  }

  private boolean isExif(Segment segment) {
    return begins(segment, APP1, EXIF);
  }

  private boolean begins(Segment segment, int marker, String name) {
    byte[] expected = name.getBytes(StandardCharsets.ISO_8859_1);
    int from = segment.from + 4;
    return segment.marker == marker
        && segment.to - from >= expected.length
        && Arrays.equals(file, from, from + expected.length, expected, 0, expected.length);
  }

  private int marker(int place) {
    if (at(place) != 0xFF) {
      throw UnacceptableFile.malformed("A JPEG marker is missing");
    }
    return at(place + 1);
  }

  /**
   * Returns true if an 0xFF followed by {@code next} belongs to a scan's coded data, as a stuffed
   * byte, a fill byte or a restart marker; false if the 0xFF begins the next segment.
   */
  private static boolean isCoded(int next) {
    return next == 0 || next == 0xFF || (next >= 0xD0 && next <= 0xD7);
  }

  private int at(int place) {
    if (place >= file.length) {
      throw UnacceptableFile.malformed("The JPEG ends early");
    }
    return Byte.toUnsignedInt(file[place]);
  }
}
