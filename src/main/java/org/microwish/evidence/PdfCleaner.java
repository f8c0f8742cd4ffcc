package org.microwish.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Copies the visible content of a PDF into a new PDF, object by object: pages with their contents,
 * resources and layers, and the appearance of annotations. Earlier revisions, unused objects,
 * metadata, forms, signatures, outlines and structure are not copied. The copy has a single
 * revision, so all readers interpret it in the same way.
 *
 * <p>A PDF with an action or an attachment anywhere is refused, because the copy would silently
 * lack something that the author may have intended. The only attachment that is accepted, and kept,
 * is the XML of an electronic invoice. Photos are copied without their metadata. Longer than 400
 * lines because checks and copying walk the same graph of objects.
 */
final class PdfCleaner {

  /**
   * A PDF that has a dictionary with one of these keys is refused: they hold actions, media,
   * embedded files or geographic positions.
   */
  private static final Set<String> REFUSED_KEYS =
      words("AA JS JavaScript XFA EF RichMediaContent RichMediaSettings Collection GPTS LGIDict");

  /** The types of actions (ISO 32000-2 table 201); a PDF with an action is refused. */
  private static final Set<String> ACTIONS =
      words(
          """
          GoTo GoToR GoToE GoToDp Launch Thread URI Sound Movie Hide Named SubmitForm ResetForm
          ImportData SetOCGState Rendition Trans GoTo3DView JavaScript RichMediaExecute
          """);

  private static final Set<String> REFUSED_TYPES =
      words("Action Filespec EmbeddedFile Rendition MediaClip 3D");

  private static final Set<String> REFUSED_SUBTYPES =
      words("FileAttachment RichMedia Movie Sound Screen 3D PS");

  /**
   * The keys of page contents, letters, patterns, appearances and groups. PDF readers execute these
   * streams, or the streams in an array or dictionary, as drawing programs, even if the streams
   * claim to be images.
   */
  private static final Set<String> DRAWN = words("Contents CharProcs Pattern N G");

  private static final Set<COSName> INHERITED =
      Set.of(COSName.RESOURCES, COSName.MEDIA_BOX, COSName.CROP_BOX, COSName.ROTATE);

  private static final List<COSName> OF_PAGE =
      List.of(
          COSName.RESOURCES,
          COSName.MEDIA_BOX,
          COSName.CROP_BOX,
          COSName.ROTATE,
          COSName.USER_UNIT,
          COSName.CONTENTS,
          COSName.GROUP);

  private static final List<COSName> OF_ANNOTATION =
      List.of(COSName.RECT, COSName.F, COSName.AS, COSName.OC);

  /** Keys that are never copied; a PDF that has them is accepted. */
  private static final Set<String> METADATA =
      words(
          """
          Metadata PieceInfo LastModified Thumb StructParent StructParents AF Ref OPI
          Alternates Measure PtData
          """);

  /**
   * A PDF is refused if a stream begins with one of these signatures of archives, programs and
   * other files. Fonts and page contents begin differently.
   */
  private static final List<String> FILE_STARTS =
      List.of(
          "PK\3\4",
          "7z\u00bc\u00af",
          "Rar!",
          "\u001f\u008b",
          "BZh",
          "\u00fd7zXZ",
          "(\u00b5/\u00fd",
          "MSCF",
          "MZ",
          "\u007fELF",
          "\u00cf\u00fa\u00ed\u00fe",
          "\u00ca\u00fe\u00ba\u00be",
          "\u00d0\u00cf\u0011\u00e0",
          "#!",
          "%PDF-",
          "\u00ff\u00d8\u00ff",
          "\u0089PNG",
          "RIFF");

  /**
   * The keys of embedded font programs, and how each kind of program begins: Type 1, TrueType, and
   * CFF or OpenType. Readers run these programs to draw letters, so they cannot be left out.
   */
  private static final Map<COSName, Pattern> FONT_PROGRAMS =
      Map.of(
          COSName.FONT_FILE, starts("%!|\u0080\u0001"),
          COSName.FONT_FILE2, starts("\0\u0001\0\0|true|OTTO|ttcf"),
          COSName.FONT_FILE3, starts("\u0001\0|OTTO|\0\u0001\0\0|true"));

  private static final Set<COSName> PHOTO_FILTERS =
      Set.of(COSName.DCT_DECODE, COSName.DCT_DECODE_ABBREVIATION, COSName.JPX_DECODE);

  private static final int MOST_PAGES = 2_000;

  /**
   * The maximum number of indirect objects in the copy. This limit bounds the time to write the
   * copy, because PDFBox compares each new object with all objects that wait to be written.
   */
  private static final int MOST_INDIRECT = 50_000;

  /**
   * The maximum decoded size of all streams together, without pictures, in multiples of the maximum
   * file size.
   */
  private static final int DECODING = 8;

  /**
   * The maximum size of the copy, in multiples of the maximum file size. The copy can be larger
   * than the upload, because objects that the upload has in compressed object streams are written
   * uncompressed.
   */
  private static final int GROWTH = 2;

  private final EvidenceLimits limits;
  private final PdfParser parser;
  private final PDDocument copy;

  /**
   * The objects of the invoice. They are never copied; the invoice's XML is attached as a new file.
   */
  private Set<COSBase> invoiceParts = Set.of();

  /** The values of {@link #DRAWN} keys that have been checked; many dictionaries may share one. */
  private final Set<COSBase> drawn = Collections.newSetFromMap(new IdentityHashMap<>());

  private final IdentityHashMap<COSBase, COSBase> copies = new IdentityHashMap<>();
  private final Deque<COSBase> unfilled = new ArrayDeque<>();
  private int indirect;

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  private static Pattern starts(String beginnings) {
    return Pattern.compile("(" + beginnings + ").*", Pattern.DOTALL);
  }

  private PdfCleaner(PdfParser parser, PDDocument copy, EvidenceLimits limits) {
    this.parser = parser;
    this.copy = copy;
    this.limits = limits;
  }

  /**
   * Returns a clean copy of a PDF.
   *
   * @param file the PDF, not larger than the maximum file size
   */
  static byte[] clean(byte[] file, EvidenceLimits limits) {
    try {
      PdfParser parser = new PdfParser(file);
      try (PDDocument original = parser.parse(false);
          PDDocument copy = new PDDocument()) {
        return new PdfCleaner(parser, copy, limits).clean(original.getDocument().getTrailer());
      }
    } catch (UnacceptableFile refused) {
      throw refused;
    } catch (IOException | RuntimeException damaged) {
      // PDFBox casts values and computes with numbers from the file without checks.
      throw UnacceptableFile.malformed("The PDF is damaged: " + damaged.getClass().getSimpleName());
    }
  }

  private byte[] clean(COSDictionary trailer) throws IOException {
    COSDictionary root = trailer.getCOSDictionary(COSName.ROOT);
    Optional<PdfInvoice> invoice = PdfInvoice.find(root, parser);
    invoiceParts = invoice.map(PdfInvoice::parts).orElse(Set.of());
    requireHarmless(trailer);
    COSDictionary catalog = copy.getDocumentCatalog().getCOSObject();
    copyPages(root.getCOSDictionary(COSName.PAGES), catalog.getCOSDictionary(COSName.PAGES));
    copyEntries(root, List.of(COSName.OCPROPERTIES), catalog);
    fillCopies();
    if (invoice.isPresent()) {
      invoice.get().attachTo(copy);
    }
    copy.getDocument().setVersion(1.7f);
    copy.setDocumentId(0L); // otherwise PDFBox derives the identifier from the time
    var bytes = new BoundedOutput(limits.maxBytes() * GROWTH);
    copy.save(bytes, CompressParameters.NO_COMPRESSION);
    return bytes.toByteArray();
  }

  /**
   * Refuses the PDF if any object reachable from its trailer is not permitted, even if the object
   * would not be copied. Only the objects of the accepted invoice are not checked: {@link #copy}
   * refuses to copy them.
   */
  private void requireHarmless(COSDictionary trailer) throws IOException {
    Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<COSBase> unseen = new ArrayDeque<>();
    long decodable = limits.maxBytes() * DECODING;
    seen.addAll(invoiceParts);
    unseen.add(trailer);
    while (!unseen.isEmpty()) {
      COSBase object = unseen.removeLast();
      Iterable<COSBase> parts;
      if (object instanceof COSDictionary dictionary) {
        requireHarmlessEntries(dictionary);
        requireFonts(dictionary);
        requireDrawings(dictionary);
        parts = dictionary.getValues();
      } else {
        parts = (COSArray) object;
      }
      if (object instanceof COSStream stream) {
        decodable -= requireHarmless(stream, decodable);
      }
      for (COSBase part : parts) {
        COSBase actual = resolve(part);
        if ((actual instanceof COSDictionary || actual instanceof COSArray) && seen.add(actual)) {
          unseen.add(actual);
        }
      }
    }
  }

  /**
   * Rejects the PDF if the data of an embedded font does not begin like a font file of its kind.
   */
  private void requireFonts(COSDictionary dictionary) throws IOException {
    for (var program : FONT_PROGRAMS.entrySet()) {
      if (dictionary.containsKey(program.getKey())) {
        COSStream font = dictionary.getCOSStream(program.getKey());
        if (font == null || !program.getValue().matcher(start(font)).matches()) {
          throw UnacceptableFile.notCleanable(
              "The PDF has an embedded font that is not a font file");
        }
      }
    }
  }

  /**
   * Rejects the PDF if a stream that readers execute as a drawing program claims to be an image: it
   * would be checked as an image only, which is not enough.
   */
  private void requireDrawings(COSDictionary dictionary) {
    for (String key : DRAWN) {
      COSBase value = dictionary.getDictionaryObject(key);
      if (value == null || !drawn.add(value)) {
        continue;
      }
      Iterable<COSBase> parts =
          switch (value) {
            case COSStream stream -> List.of(stream);
            case COSDictionary several -> several.getValues();
            case COSArray several -> several;
            default -> List.of();
          };
      for (COSBase part : parts) {
        if (resolve(part) instanceof COSStream stream && isPicture(stream)) {
          throw UnacceptableFile.notCleanable(
              "The PDF has page contents that claim to be a picture");
        }
      }
    }
  }

  private static void requireHarmlessEntries(COSDictionary dictionary) {
    for (COSName key : dictionary.keySet()) {
      if (REFUSED_KEYS.contains(key.getName())) {
        throw UnacceptableFile.notCleanable("The PDF has the entry " + key.getName());
      }
    }
    for (var check :
        Map.of(
                COSName.S,
                ACTIONS,
                COSName.TYPE,
                REFUSED_TYPES,
                COSName.SUBTYPE,
                REFUSED_SUBTYPES,
                COSName.getPDFName("Subtype2"),
                REFUSED_SUBTYPES)
            .entrySet()) {
      if (dictionary.getDictionaryObject(check.getKey()) instanceof COSName name
          && check.getValue().contains(name.getName())) {
        throw UnacceptableFile.notCleanable("The PDF has an object of the type " + name.getName());
      }
    }
  }

  /**
   * Refuses a stream that refers to an external file, may hide a file or photo, or is too large.
   *
   * @param decodable the number of bytes to which the stream may decode
   * @return the decoded size of the stream; 0 for a picture
   */
  private long requireHarmless(COSStream stream, long decodable) throws IOException {
    if (stream.containsKey(COSName.F)) {
      throw UnacceptableFile.notCleanable("The PDF refers to an external file");
    }
    if (PdfParser.filters(stream).contains(COSName.JBIG2_DECODE)) {
      // Symbols and refinements of JBIG2 are computed from each other: a file can run a program in
      // the reader's decoder (CVE-2021-30860).
      throw UnacceptableFile.notCleanable("The PDF has a picture in the format JBIG2");
    }
    if (isPicture(stream)) {
      if (stream.containsKey(COSName.FUNCTION_TYPE)) {
        throw UnacceptableFile.notCleanable("The PDF has a function that calls itself a picture");
      }
      requireSamples(stream);
      limits.requireFewPixels(stream.getLong(COSName.WIDTH, 1), stream.getLong(COSName.HEIGHT, 1));
      return 0;
    }
    byte[] decoded = parser.decode(stream, PdfParser.filters(stream), decodable);
    String text = new String(decoded, ISO_8859_1);
    if (FILE_STARTS.stream().anyMatch(text::startsWith)) {
      throw UnacceptableFile.notCleanable("The PDF has a file hidden in a stream");
    }
    if (stream.getInt(COSName.FUNCTION_TYPE) == CalculatorFunction.TYPE
        && !CalculatorFunction.isGood(text)) {
      throw UnacceptableFile.notCleanable("The PDF has a function that is not a computation");
    }
    if (text.contains("Exif\0\0")) { // page contents may have inline pictures
      throw UnacceptableFile.notCleanable("The PDF may have a photo within its contents");
    }
    return decoded.length;
  }

  /**
   * Refuses a picture whose samples, or coded samples, begin with the signature of another file
   * type. Only signatures of more than three bytes count: pixels can begin with any bytes, but are
   * very unlikely to begin with four given ones.
   */
  private void requireSamples(COSStream stream) throws IOException {
    if (PdfParser.filters(stream).reversed().stream()
        .skip(1)
        .anyMatch(PdfParser.PICTURE_FILTERS::contains)) {
      throw UnacceptableFile.notCleanable("A PDF stream has a filter in a wrong place");
    }
    String text = start(stream);
    if (FILE_STARTS.stream().filter(start -> start.length() > 3).anyMatch(text::startsWith)) {
      throw UnacceptableFile.notCleanable("The PDF has a file hidden in a picture");
    }
  }

  /** Returns the first bytes of a stream's data, without decoding images. */
  private String start(COSStream stream) throws IOException {
    List<COSName> filters = PdfParser.filters(stream);
    long plain =
        filters.stream().takeWhile(each -> !PdfParser.PICTURE_FILTERS.contains(each)).count();
    return new String(parser.start(stream, filters.subList(0, (int) plain)), ISO_8859_1);
  }

  private static boolean isPicture(COSStream stream) {
    return COSName.IMAGE.equals(stream.getDictionaryObject(COSName.SUBTYPE));
  }

  private static COSBase resolve(COSBase object) {
    return object instanceof COSObject reference ? reference.getObject() : object;
  }

  /** A node of the page tree with the entries that it inherits from the nodes above it. */
  private record Node(COSDictionary dictionary, COSDictionary inherited) {}

  private void copyPages(COSDictionary root, COSDictionary pages) {
    COSArray kids = new COSArray();
    Set<COSBase> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> open = new ArrayDeque<>();
    open.add(new Node(root, new COSDictionary()));
    while (!open.isEmpty()) {
      Node node = open.removeLast();
      if (node.dictionary == null || !seen.add(node.dictionary)) {
        throw UnacceptableFile.malformed("The PDF's page tree is damaged");
      }
      COSDictionary all = new COSDictionary(node.inherited);
      for (COSName key : INHERITED) {
        if (node.dictionary.containsKey(key)) {
          all.setItem(key, node.dictionary.getItem(key));
        }
      }
      COSArray children = node.dictionary.getCOSArray(COSName.KIDS);
      if (children != null) {
        for (int i = children.size() - 1; i >= 0; i--) {
          open.add(new Node((COSDictionary) children.getObject(i), all));
        }
      } else {
        node.dictionary.entrySet().forEach(each -> all.setItem(each.getKey(), each.getValue()));
        kids.add(new COSObject(copyPage(all, pages)));
      }
      if (kids.size() > MOST_PAGES) {
        throw UnacceptableFile.notCleanable("The PDF has too many pages");
      }
    }
    if (kids.size() == 0) {
      throw UnacceptableFile.malformed("The PDF has no pages");
    }
    pages.setItem(COSName.KIDS, kids);
    pages.setInt(COSName.COUNT, kids.size());
  }

  private COSDictionary copyPage(COSDictionary page, COSDictionary pages) {
    COSDictionary made = new COSDictionary();
    made.setItem(COSName.TYPE, COSName.PAGE);
    made.setItem(COSName.PARENT, pages);
    copyEntries(page, OF_PAGE, made);
    COSArray annotations = page.getCOSArray(COSName.ANNOTS);
    if (annotations != null) {
      COSArray looks = new COSArray();
      for (int i = 0; i < annotations.size(); i++) {
        if (annotations.getObject(i) instanceof COSDictionary annotation
            && annotation.getDictionaryObject(COSName.AP) instanceof COSDictionary appearance) {
          looks.add(copyLook(annotation, appearance));
        }
      }
      made.setItem(COSName.ANNOTS, looks);
    }
    return made;
  }

  /** Copies only the appearance of an annotation, such as the seal of a signed invoice. */
  private COSDictionary copyLook(COSDictionary annotation, COSDictionary appearance) {
    COSDictionary look = new COSDictionary();
    look.setItem(COSName.TYPE, COSName.ANNOT);
    look.setName(COSName.SUBTYPE, "Stamp");
    copyEntries(annotation, OF_ANNOTATION, look);
    COSDictionary normal = new COSDictionary();
    copyEntries(appearance, List.of(COSName.N), normal);
    normal.setDirect(true);
    look.setItem(COSName.AP, normal);
    return look;
  }

  private void copyEntries(COSDictionary from, Collection<COSName> keys, COSDictionary into) {
    for (COSName key : keys) {
      COSBase value = from.getItem(key);
      if (value != null && !METADATA.contains(key.getName())) {
        into.setItem(key, copy(value));
      }
    }
  }

  /**
   * Returns the object to write into the copy: a simple object itself, or the copy of a container.
   * The first call for a container creates an empty copy that {@link #fillCopies} fills later,
   * because the object graph has cycles.
   */
  private COSBase copy(COSBase object) {
    COSBase original = resolve(object);
    return switch (original) {
      case COSDictionary dictionary -> containerCopy(dictionary, object != original);
      case COSArray array -> containerCopy(array, object != original);
      case null -> null;
      default -> original; // a simple object such as a number, name or string
    };
  }

  private COSBase containerCopy(COSBase original, boolean referenced) {
    COSBase known = copies.get(original);
    if (known == null) {
      if (invoiceParts.contains(original)) {
        throw UnacceptableFile.notCleanable("The PDF uses its attachment for something else");
      }
      COSBase made =
          switch (original) {
            case COSStream _ -> copy.getDocument().createCOSStream();
            case COSDictionary _ -> new COSDictionary();
            default -> new COSArray();
          };
      made.setDirect(!referenced);
      known = referenced ? new COSObject(made) : made;
      if (referenced && ++indirect > MOST_INDIRECT) {
        throw UnacceptableFile.notCleanable("The PDF has too many objects");
      }
      copies.put(original, known);
      unfilled.add(original);
    }
    return known;
  }

  private void fillCopies() throws IOException {
    while (!unfilled.isEmpty()) {
      COSBase original = unfilled.removeFirst();
      COSBase made = resolve(copies.get(original));
      if (original instanceof COSDictionary dictionary) {
        copyEntries(dictionary, dictionary.keySet(), (COSDictionary) made);
      } else {
        for (COSBase element : (COSArray) original) {
          ((COSArray) made).add(copy(element));
        }
      }
      if (original instanceof COSStream stream) {
        fill(stream, (COSStream) made);
      }
    }
  }

  private void fill(COSStream original, COSStream made) throws IOException {
    List<COSName> filters = PdfParser.filters(original);
    byte[] bytes;
    if (isPicture(original) && !filters.isEmpty() && PHOTO_FILTERS.contains(filters.getLast())) {
      byte[] photo =
          parser.decode(original, filters.subList(0, filters.size() - 1), limits.maxBytes());
      if (filters.getLast().equals(COSName.JPX_DECODE)) {
        Jpeg2000.requireFewPixels(photo, limits);
        bytes = Jpeg2000.withoutMetadata(photo);
      } else {
        JpegSegments jpeg = new JpegSegments(photo);
        limits.requireFewPixels(jpeg.width(), jpeg.height());
        bytes = jpeg.withoutMetadata();
      }
      made.setItem(COSName.FILTER, filters.getLast());
      if (filters.size() > 1) {
        made.removeItem(COSName.DECODE_PARMS);
      }
    } else {
      bytes = parser.decode(original, List.of(), limits.maxBytes());
    }
    try (OutputStream raw = made.createRawOutputStream()) {
      raw.write(bytes);
    }
  }
}
