package org.microwish.wish.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a PDF and refuses it where it carries, or may carry, a location or a program. An electronic
 * invoice is signed over its bytes, so a PDF is stored as it came or not at all.
 *
 * <p>It is read from its first byte to its last, not through its tables: what an earlier revision
 * left in the file is looked at too. Every stream is decoded and searched, but for pictures that
 * are plain samples; photos inside must be without position, maker's note and IPTC place. Whatever
 * cannot be read (encryption, rare filters, attachments other than text) cannot be searched and is
 * refused.
 */
final class PdfInspection {

  /** What runs when the file is opened. */
  private static final Set<String> PROGRAMS =
      Set.of("JavaScript", "JS", "Launch", "ImportData", "RichMedia", "XFA");

  /** Geospatial measures (ISO 32000-2 section 12.10). */
  private static final Set<String> PLACES = Set.of("GPTS", "LGIDict");

  /** In any stream, letter case and zero bytes (UTF-16) aside. */
  private static final List<String> PLACE_WORDS = List.of("gpslatitude", "gpslongitude", "gpspos");

  /** In XMP, where a place has names of its own: exif, photoshop, Iptc4xmpCore, Iptc4xmpExt. */
  private static final List<String> XMP_PLACE_WORDS =
      List.of("gps", "latitude", "longitude", "location", ":city", ":state", ":country");

  /** How files begin that carry metadata of their own, and containers that hide them. */
  private static final List<String> FILE_STARTS =
      List.of(
          "\u00ff\u00d8\u00ff",
          "\u0089PNG",
          "RIFF",
          "PK\3\4",
          "II*\0",
          "MM\0*",
          "%PDF-",
          "\u001f\u008b",
          "7z\u00bc\u00af",
          "Rar!");

  /** IPTC-IIM 4.2, record 2: content location, city, sublocation, province, country code, name. */
  private static final List<String> IPTC_PLACES =
      List.of(
          "\u001c\u0002\u001a",
          "\u001c\u0002\u001b",
          "\u001c\u0002Z",
          "\u001c\u0002\\",
          "\u001c\u0002_",
          "\u001c\u0002d",
          "\u001c\u0002e");

  /** Blanks that some writers leave after the end. */
  private static final int TAIL = 1024;

  private static final int MOST_KEYS = 500;
  private static final int MOST_VALUES = 50;
  private static final int DEEPEST = 200;

  /** How much a file may unfold to, in its largest sizes: deflate reaches a thousandfold. */
  private static final int UNFOLDING = 8;

  private static final int WINDOW = 64 * 1024;

  /** Longer than any word looked for, twice for UTF-16. */
  private static final int OVERLAP = 64;

  private final ByteView file;
  private final EvidenceLimits limits;
  private long allowance;

  private PdfInspection(ByteView file, EvidenceLimits limits) {
    this.file = file;
    this.limits = limits;
    this.allowance = limits.maxBytes() * UNFOLDING;
  }

  static CleanCopy inspect(ByteView file, EvidenceLimits limits) throws UnacceptableFile {
    PdfInspection inspection = new PdfInspection(file, limits);
    inspection.checkEnds();
    inspection.walk(file, true);
    return new CleanCopy().keep(0, file.size());
  }

  private void checkEnds() throws UnacceptableFile {
    if (!file.has(0, "%PDF-1.") && !file.has(0, "%PDF-2.")) {
      throw UnacceptableFile.malformed("The PDF has no header");
    }
    long end = file.size();
    while (end > 0 && file.size() - end < TAIL && PdfLexer.isSpace(file.u8(end - 1))) {
      end--;
    }
    if (!file.has(end - 5, "%%EOF")) {
      throw UnacceptableFile.malformed("The PDF has no end");
    }
  }

  /** The entries of a dictionary that stand in it directly, arrays flattened. */
  private static final class Entries {
    final Map<String, List<String>> values = new HashMap<>();
    String key;
    boolean predicted;

    void name(String name, boolean inArray) throws UnacceptableFile {
      List<String> pending = key == null ? null : values.get(key);
      if (inArray || (pending != null && pending.isEmpty())) {
        value("/" + name);
      } else {
        key = name;
        values.put(name, new ArrayList<>());
        if (values.size() > MOST_KEYS) {
          throw UnacceptableFile.malformed("A PDF dictionary is too large");
        }
      }
    }

    void value(String value) {
      List<String> pending = key == null ? null : values.get(key);
      if (pending != null && pending.size() < MOST_VALUES) {
        pending.add(value);
      }
    }

    List<String> get(String name, String shortName) {
      return values.getOrDefault(name, values.getOrDefault(shortName, List.of()));
    }

    boolean is(String name, String value) {
      return get(name, name).equals(List.of("/" + value));
    }

    long number(String name, String shortName) {
      List<String> number = get(name, shortName);
      return number.size() == 1 && number.getFirst().matches("[0-9]{1,15}")
          ? Long.parseLong(number.getFirst())
          : -1;
    }
  }

  /**
   * Looks at every token of a syntax, and at its streams where it may have some.
   *
   * @param source the file, or a decoded object stream
   */
  private void walk(ByteView source, boolean withStreams) throws UnacceptableFile {
    PdfLexer lexer = new PdfLexer(source);
    Entries entries = new Entries();
    int depth = 0;
    int arrays = 0;
    boolean closed = false;
    while (true) {
      PdfLexer.Kind kind = lexer.next();
      boolean afterDictionary = closed;
      closed = false;
      switch (kind) {
        case END -> {
          if (depth != 0) {
            throw UnacceptableFile.malformed("A PDF dictionary is not closed");
          }
          return;
        }
        case OPEN_DICTIONARY -> {
          if (++depth == 1) {
            entries = new Entries();
            arrays = 0;
          } else if (depth == 2) {
            entries.value("<<");
          }
          if (depth > DEEPEST) {
            throw UnacceptableFile.malformed("A PDF dictionary is too deep");
          }
        }
        case CLOSE_DICTIONARY -> {
          if (--depth < 0) {
            throw UnacceptableFile.malformed("A PDF dictionary is closed but not opened");
          }
          closed = depth == 0;
        }
        case OPEN_ARRAY -> {
          if (depth == 1) {
            arrays++;
          }
        }
        case CLOSE_ARRAY -> {
          if (depth == 1) {
            arrays--;
          }
        }
        case STRING -> {
          if (depth == 1) {
            entries.value("()");
          }
        }
        case NAME -> {
          checkName(lexer.text());
          entries.predicted |= lexer.text().equals("Predictor");
          if (depth == 1) {
            entries.name(lexer.text(), arrays > 0);
          }
        }
        case WORD -> {
          String word = lexer.text();
          if (depth == 1) {
            entries.value(word);
          } else if (depth == 0 && withStreams && word.equals("stream")) {
            if (!afterDictionary) {
              throw UnacceptableFile.malformed("A PDF stream has no dictionary");
            }
            lexer.moveTo(stream(entries, lexer.place()));
          } else if (depth > 0 && (word.equals("endobj") || word.equals("stream"))) {
            throw UnacceptableFile.malformed("A PDF dictionary is not closed");
          }
        }
      }
    }
  }

  private static void checkName(String name) throws UnacceptableFile {
    if (name.equals("Encrypt")) {
      throw UnacceptableFile.notCleanable("The PDF is encrypted");
    }
    if (PROGRAMS.contains(name)) {
      throw UnacceptableFile.notCleanable("The PDF has a program");
    }
    if (PLACES.contains(name)) {
      throw UnacceptableFile.notCleanable("The PDF has a map");
    }
  }

  /** Looks at a stream; returns the place after its last keyword. */
  private long stream(Entries entries, long keyword) throws UnacceptableFile {
    long from = keyword;
    if (file.has(from, "\r\n")) {
      from += 2;
    } else if (file.has(from, "\n") || file.has(from, "\r")) {
      from++;
    } else {
      throw UnacceptableFile.malformed("A PDF stream does not begin");
    }
    long length = entries.number("Length", "Length");
    long end = length < 0 ? -1 : endAfter(from + length);
    if (end < 0) {
      end = file.find(from, "endstream");
      if (end < 0) {
        throw UnacceptableFile.malformed("A PDF stream does not end");
      }
      length = end - from;
    }
    inspectStream(entries, file.slice(from, length));
    return end + "endstream".length();
  }

  /** The place of the last keyword, if only an end of line is before it. */
  private long endAfter(long place) {
    for (String line : List.of("", "\n", "\r\n", "\r")) {
      if (file.has(place, line + "endstream")) {
        return place + line.length();
      }
    }
    return -1;
  }

  private void inspectStream(Entries entries, ByteView data) throws UnacceptableFile {
    if (!entries.get("F", "FFilter").isEmpty()) {
      throw UnacceptableFile.notCleanable("The PDF refers to a file outside");
    }
    boolean image = entries.is("Subtype", "Image");
    if (image) {
      limits.checkPixels(
          Math.max(1, entries.number("Width", "W")), Math.max(1, entries.number("Height", "H")));
    }
    List<String> filters = new ArrayList<>(entries.get("Filter", "Filter"));
    Optional<String> picture = Optional.empty();
    if (!filters.isEmpty()) {
      switch (filters.getLast()) {
        case "/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode" ->
            picture = Optional.of(filters.removeLast());
        default -> {}
      }
    }
    if (picture.isEmpty() && image) {
      for (String filter : filters) {
        checkReadable(filter);
      }
      return; // plain samples hold nothing but the picture
    }
    try (InputStream decoded = decode(data, filters)) {
      if (picture.isPresent()) {
        inspectPicture(picture.get(), filters.isEmpty() ? data : whole(decoded));
      } else if (entries.is("Type", "ObjStm")) {
        checkPredictor(entries);
        walk(whole(decoded), false);
      } else if (!entries.is("Type", "XRef")) {
        checkPredictor(entries);
        boolean metadata = entries.is("Type", "Metadata") || entries.is("Subtype", "XML");
        search(decoded, metadata ? XMP_PLACE_WORDS : PLACE_WORDS);
      }
    } catch (IOException _) {
      throw UnacceptableFile.malformed("A PDF stream is damaged");
    }
  }

  private static void checkPredictor(Entries entries) throws UnacceptableFile {
    if (entries.predicted) {
      throw UnacceptableFile.notCleanable("A PDF stream is coded in a way that we do not read");
    }
  }

  private static void checkReadable(String filter) throws UnacceptableFile {
    switch (filter) {
      case "/FlateDecode", "/Fl", "/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx" -> {}
      case "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL" -> {}
      default ->
          throw UnacceptableFile.notCleanable("A PDF stream has a filter that we do not read");
    }
  }

  private static InputStream decode(ByteView data, List<String> filters) throws UnacceptableFile {
    InputStream decoded = PdfFilters.stream(data);
    for (String filter : filters) {
      decoded =
          switch (filter) {
            case "/FlateDecode", "/Fl" -> PdfFilters.flate(decoded);
            case "/ASCII85Decode", "/A85" -> PdfFilters.ascii85(decoded);
            case "/ASCIIHexDecode", "/AHx" -> PdfFilters.asciiHex(decoded);
            default ->
                throw UnacceptableFile.notCleanable(
                    "A PDF stream has a filter that we do not read");
          };
    }
    return decoded;
  }

  private ByteView whole(InputStream decoded) throws IOException, UnacceptableFile {
    byte[] bytes = decoded.readNBytes((int) limits.maxBytes());
    spend(bytes.length);
    if (decoded.read() >= 0) {
      throw UnacceptableFile.notCleanable("A PDF stream is too large to be searched");
    }
    return ByteView.of(bytes);
  }

  private void spend(long bytes) throws UnacceptableFile {
    allowance -= bytes;
    if (allowance < 0) {
      throw UnacceptableFile.notCleanable("The PDF unfolds to more than we search");
    }
  }

  private static void inspectPicture(String filter, ByteView picture) throws UnacceptableFile {
    switch (filter) {
      case "/DCTDecode", "/DCT" -> inspectJpeg(picture);
      case "/JPXDecode" -> inspectJpeg2000(picture);
      default -> {} // fax codings have no metadata
    }
  }

  private static void inspectJpeg(ByteView picture) throws UnacceptableFile {
    long end =
        JpegSegments.walk(
            picture,
            (marker, _, payload, after) -> {
              if (marker < JpegSegments.APP0) {
                return;
              }
              ByteView segment = picture.slice(payload, after - payload);
              if (marker == JpegSegments.APP1 && segment.has(0, "Exif\0\0")) {
                if (ExifBlock.read(segment).mayLocate()) {
                  throw locatedPhoto();
                }
              } else if (marker == JpegSegments.APP13) {
                for (String place : IPTC_PLACES) {
                  if (segment.find(0, place) >= 0) {
                    throw locatedPhoto();
                  }
                }
              } else if (anyOf(
                  XMP_PLACE_WORDS, plain(segment.copy(0, segment.size()), (int) segment.size()))) {
                throw locatedPhoto();
              }
            });
    while (end < picture.size()) {
      if (!PdfLexer.isSpace(picture.u8(end++))) {
        throw UnacceptableFile.notCleanable("A photo in the PDF has something behind it");
      }
    }
  }

  /** A bare codestream, or boxes (ISO 15444-1 annex I) none of which holds XML or a UUID's own. */
  private static void inspectJpeg2000(ByteView picture) throws UnacceptableFile {
    if (picture.has(0, "\u00ffO\u00ffQ")) {
      return;
    }
    long at = 0;
    while (at < picture.size()) {
      long size = picture.u32(at);
      String type = picture.text(at + 4, 4);
      switch (type) {
        case "jP  ", "ftyp", "rreq", "jp2h", "jp2c" -> {}
        default -> throw locatedPhoto();
      }
      if (size == 0) {
        return; // to the end
      }
      if (size < 8) {
        throw UnacceptableFile.notCleanable("A photo in the PDF has boxes that we do not read");
      }
      picture.require(at, size);
      at += size;
    }
  }

  private static UnacceptableFile locatedPhoto() {
    return UnacceptableFile.notCleanable("A photo in the PDF may tell where it was taken");
  }

  /** Searches a stream of any length through a window. */
  private void search(InputStream decoded, List<String> words)
      throws IOException, UnacceptableFile {
    byte[] window = new byte[OVERLAP + WINDOW];
    int kept = 0;
    boolean first = true;
    while (true) {
      int read = decoded.readNBytes(window, kept, window.length - kept);
      if (read == 0) {
        return;
      }
      spend(read);
      int filled = kept + read;
      ByteView view = ByteView.of(window).slice(0, filled);
      if (first && startsLikeFile(view)) {
        throw UnacceptableFile.notCleanable("The PDF has a file inside");
      }
      if (view.find(0, "Exif\0\0") >= 0 || anyOf(words, plain(window, filled))) {
        throw UnacceptableFile.notCleanable("The PDF may tell a place");
      }
      first = false;
      kept = Math.min(OVERLAP, filled);
      System.arraycopy(window, filled - kept, window, 0, kept);
    }
  }

  private static boolean startsLikeFile(ByteView view) {
    return FILE_STARTS.stream().anyMatch(start -> view.has(0, start)) || view.has(4, "ftyp");
  }

  private static boolean anyOf(List<String> words, String text) {
    return words.stream().anyMatch(text::contains);
  }

  /** Lower case, without the zero bytes of UTF-16. */
  private static String plain(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
        .replace("\0", "")
        .toLowerCase(Locale.ROOT);
  }
}
