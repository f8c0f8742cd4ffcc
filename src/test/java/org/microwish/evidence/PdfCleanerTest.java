package org.microwish.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.microwish.evidence.EvidenceSamples.PLACE;
import static org.microwish.evidence.EvidenceSamples.deflate;
import static org.microwish.evidence.EvidenceSamples.indexOf;
import static org.microwish.evidence.EvidenceSamples.join;
import static org.microwish.evidence.EvidenceSamples.latin1;
import static org.microwish.evidence.EvidenceSamples.pdf;
import static org.microwish.evidence.EvidenceSamples.pdfOf;
import static org.microwish.evidence.EvidenceSamples.pdfStream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDJavascriptNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionLaunch;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationFileAttachment;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationRubberStamp;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.evidence.Sanitized.Reason;

@Tag("fast")
class PdfCleanerTest {
  private static final EvidenceLimits LIMITS = EvidenceLimits.standard();

  private static final String XML =
      "<?xml version=\"1.0\"?><EInvoice><Total>97150.60</Total></EInvoice>";

  /** A text that occurs in every script and file of the attacks. */
  private static final String PAYLOAD = "PAYLOAD-4711";

  private static final String PICTURE = "/Subtype /Image /Width 1 /Height 1";
  private static final byte[] SCRIPT = latin1("<< /S /JavaScript /JS (PAYLOAD-4711) >>");

  @TempDir static Path directory;

  /** PDFBox caches a list of the machine's fonts in a file, by default in the user's home. */
  @BeforeAll
  static void keepTheListOfFontsHere() {
    System.setProperty("pdfbox.fontcache", directory.toString());
  }

  // What is kept.

  @Test
  void visibleContent_isKept() throws IOException {
    byte[] original =
        made(
            document -> {
              page(document, "Total 97150.60");
              page(document, "second").setRotation(90);
            });
    byte[] clean = PdfCleaner.clean(original, LIMITS);
    try (PDDocument before = Loader.loadPDF(original);
        PDDocument after = Loader.loadPDF(clean)) {
      assertThat(new PDFTextStripper().getText(after)).contains("Total 97150.60");
      assertThat(after.getPage(1).getRotation()).isEqualTo(90);
      for (int i = 0; i < 2; i++) {
        var expected = new PDFRenderer(before).renderImage(i);
        var actual = new PDFRenderer(after).renderImage(i);
        assertThat(actual.getRGB(0, 0, actual.getWidth(), actual.getHeight(), null, 0, 9_999))
            .isEqualTo(
                expected.getRGB(0, 0, actual.getWidth(), actual.getHeight(), null, 0, 9_999));
      }
    }
    assertThat(PdfCleaner.clean(clean, LIMITS)).isEqualTo(clean);
  }

  @Test
  void pdfWithObjectStreams_isCopiedWithoutThem() throws IOException {
    byte[] clean = PdfCleaner.clean(packed(), LIMITS);
    assertThat(text(clean)).contains("packed");
    assertThat(count(clean, "ObjStm")).isZero();
  }

  @Test
  void inheritedPageAttributes_areKept() throws IOException {
    byte[] clean =
        PdfCleaner.clean(
            pdfOf(
                List.of(
                    latin1("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"),
                    latin1(
                        """
                        2 0 obj
                        << /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 /MediaBox [0 0 50 60] >>
                        endobj
                        """),
                    latin1("3 0 obj\n<< /Type /Pages /Kids [4 0 R] /Rotate 90 >>\nendobj\n"),
                    latin1("4 0 obj\n<< /Type /Page >>\nendobj\n"),
                    latin1("5 0 obj\n<< /Type /Page /MediaBox [0 0 70 80] >>\nendobj\n")),
                "/Root 1 0 R"),
            LIMITS);
    try (PDDocument document = Loader.loadPDF(clean)) {
      assertThat(document.getNumberOfPages()).isEqualTo(2);
      assertThat(document.getPage(0).getRotation()).isEqualTo(90);
      assertThat(document.getPage(0).getMediaBox().getHeight()).isEqualTo(60);
      assertThat(document.getPage(1).getRotation()).isZero();
      assertThat(document.getPage(1).getMediaBox().getHeight()).isEqualTo(80);
    }
  }

  @Test
  void sealOfASignedInvoice_isKeptAsAPictureWithoutTheSignature() throws IOException {
    byte[] clean =
        PdfCleaner.clean(
            made(
                document -> {
                  PDPage page = page(document, "invoice");
                  COSDictionary widget = new COSDictionary();
                  widget.setName(COSName.SUBTYPE, "Widget");
                  widget.setItem(COSName.RECT, new PDRectangle(0, 0, 50, 50));
                  widget.setName(COSName.FT, "Sig");
                  COSDictionary signature = new COSDictionary();
                  signature.setName(COSName.TYPE, "Sig");
                  signature.setString("Location", PLACE);
                  widget.setItem(COSName.V, signature);
                  PDAppearanceStream look = new PDAppearanceStream(document);
                  look.setBBox(new PDRectangle(50, 50));
                  try (var pen = new PDPageContentStream(document, look)) {
                    pen.addRect(5, 5, 40, 40);
                    pen.fill();
                  }
                  COSDictionary appearance = new COSDictionary();
                  appearance.setItem(COSName.N, look);
                  widget.setItem(COSName.AP, appearance);
                  COSArray annotations = new COSArray();
                  annotations.add(widget);
                  page.getCOSObject().setItem(COSName.ANNOTS, annotations);
                  COSDictionary form = new COSDictionary();
                  form.setItem(COSName.FIELDS, annotations);
                  document.getDocumentCatalog().getCOSObject().setItem(COSName.ACRO_FORM, form);
                }),
            LIMITS);
    try (PDDocument document = Loader.loadPDF(clean)) {
      assertThat(document.getDocumentCatalog().getAcroForm()).isNull();
      assertThat(document.getPage(0).getAnnotations())
          .hasOnlyElementsOfType(PDAnnotationRubberStamp.class)
          .hasSize(1);
      int black = new PDFRenderer(document).renderImage(0).getRGB(20, 792 - 20);
      assertThat(black & 0xFFFFFF).isZero();
    }
    assertThat(count(clean, PLACE)).isZero();
  }

  @Test
  void theXmlOfAnElectronicInvoiceIsKept() throws IOException {
    byte[] clean = PdfCleaner.clean(invoice(), LIMITS);
    try (PDDocument document = Loader.loadPDF(clean)) {
      var files = document.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
      assertThat(files).containsOnlyKeys("factur-x.xml");
      assertThat(files.get("factur-x.xml").getEmbeddedFile().toByteArray()).isEqualTo(latin1(XML));
    }
    assertThat(PdfCleaner.clean(clean, LIMITS)).isEqualTo(clean);
  }

  @Test
  void onlyTheCheckedBytesOfAnInvoiceAreCopied() throws IOException {
    byte[] clean =
        PdfCleaner.clean(
            drawnAttachment(
                "/Type /EmbeddedFile /Subtype /evil /AA << /JS (PAYLOAD-4711) >> /Params <<"
                    + " /CheckSum (PAYLOAD-4711) >>",
                ""),
            LIMITS);
    try (PDDocument document = Loader.loadPDF(clean)) {
      var files = document.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
      assertThat(files.get("a.xml").getEmbeddedFile().toByteArray()).isEqualTo(latin1(XML));
    }
    assertThat(count(clean, "PAYLOAD")).isZero();
    assertThat(count(clean, "/evil")).isZero();
    // An unknown relationship is not copied either.
    assertThat(count(PdfCleaner.clean(attached("a.xml", latin1(XML), PAYLOAD), LIMITS), PAYLOAD))
        .isZero();
  }

  @Test
  void fontsAndColourFunctions_areKept() throws IOException {
    byte[] clean =
        PdfCleaner.clean(
            pdf(
                latin1(
                    "5 0 obj\n<< /FontFile 6 0 R /FontFile2 7 0 R /FontFile3 8 0 R >>\nendobj\n"),
                pdfStream("6 0 obj", "", latin1("%!PS-AdobeFont-1.0: Sample")),
                pdfStream("7 0 obj", "", latin1("\0\u0001\0\0glyf")),
                pdfStream(
                    "8 0 obj", "/Filter /FlateDecode", deflate(latin1("\u0001\0\u0004\u0001"))),
                pdfStream(
                    "9 0 obj",
                    "/FunctionType 4 /Domain [0 1] /Range [0 1]",
                    latin1("{dup 0.84 mul exch 0 lt {pop -.5} { 1 } ifelse}\n"))),
            LIMITS);
    assertThat(count(clean, "PS-AdobeFont")).isEqualTo(1);
    assertThat(count(clean, "glyf")).isEqualTo(1);
    assertThat(count(clean, "ifelse")).isEqualTo(1);
  }

  // What is taken out.

  @Test
  void metadata_isRemoved() throws IOException {
    byte[] clean =
        PdfCleaner.clean(
            made(
                document -> {
                  PDPage page = page(document, "receipt");
                  document.getDocumentInformation().setTitle(PLACE);
                  document.getDocumentInformation().setCustomMetadataValue("Where", PLACE);
                  COSStream xmp = stream(document, EvidenceSamples.xmp());
                  COSDictionary secret = new COSDictionary();
                  secret.setString("Private", PLACE);
                  COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
                  for (COSDictionary each :
                      List.of(
                          catalog,
                          page.getCOSObject(),
                          page.getResources().getCOSObject(),
                          (COSDictionary) page.getContentStreams().next().getCOSObject())) {
                    each.setItem(COSName.METADATA, xmp);
                    each.setItem(COSName.getPDFName("PieceInfo"), secret);
                  }
                  catalog.setItem(COSName.getPDFName("Anything"), secret);
                  document.getDocument().getTrailer().setString("Where", PLACE);
                }),
            LIMITS);
    assertThat(text(clean)).contains("receipt");
    assertThat(count(clean, PLACE)).isZero();
    assertThat(count(clean, "/Info")).isZero();
    assertThat(count(clean, "/Metadata")).isZero();
  }

  @Test
  void photos_loseTheirLocation() throws IOException {
    byte[] photo = EvidenceSamples.locatedJpeg(1);
    byte[] box = latin1("\0\0\0\u0018uuid" + PLACE.substring(0, 16));
    byte[] jpeg2000 =
        join(latin1("\0\0\0\fjP  \r\n\u0087\n"), box, latin1("\0\0\0\0jp2c"), codestream(9, 9));
    byte[] original =
        pdf(
            pdfStream("5 0 obj", "/Subtype /Image /Filter /DCTDecode", photo),
            pdfStream(
                "6 0 obj", "/Subtype /Image /Filter [/FlateDecode /DCTDecode]", deflate(photo)),
            pdfStream("7 0 obj", "/Subtype /Image /Filter /JPXDecode", jpeg2000));
    byte[] clean = PdfCleaner.clean(original, LIMITS);
    assertThat(count(clean, PLACE)).isZero();
    assertThat(count(clean, PLACE.substring(0, 16))).isZero();
    byte[] stripped = new JpegSegments(photo).withoutMetadata();
    assertThat(count(clean, new String(stripped, ISO_8859_1))).isEqualTo(2);
  }

  @Test
  void unreferencedObjects_areRemoved() throws IOException {
    byte[] first = pdf(pdfStream("5 0 obj", "/Subtype /Image", EvidenceSamples.locatedPng(1)));
    byte[] second =
        join(
            first,
            latin1(
                """
                5 0 obj
                null
                endobj
                xref
                5 1
                %010d 00000 n\s
                trailer
                << /Size 6 /Root 1 0 R /Prev %d >>
                startxref
                %d
                %%%%EOF
                """
                    .formatted(
                        first.length,
                        indexOf(first, latin1("xref\n0 ")),
                        first.length + "5 0 obj\nnull\nendobj\n".length())));
    assertThat(count(second, PLACE)).isPositive();
    assertThat(count(PdfCleaner.clean(second, LIMITS), PLACE)).isZero();

    byte[] polyglot = join(pdf(), latin1("PK\3\4" + PAYLOAD));
    assertThat(count(PdfCleaner.clean(polyglot, LIMITS), PAYLOAD)).isZero();
  }

  // What is refused.

  /** Every known way to smuggle in an action, a script or a file. */
  @TestFactory
  Stream<DynamicTest> attacksAreRefused() throws IOException {
    Map<String, byte[]> attacks = new LinkedHashMap<>();
    attacks.put(
        "script when opened",
        made(
            document ->
                document.getDocumentCatalog().setOpenAction(new PDActionJavaScript(PAYLOAD))));
    attacks.put(
        "script in an object stream",
        packed(
            document ->
                document.getDocumentCatalog().setOpenAction(new PDActionJavaScript(PAYLOAD))));
    attacks.put("script in an update", updated());
    attacks.put(
        "script by escaped names",
        pdf(latin1("5 0 obj\n<< /#53 /J#61vaScript /J#53 (PAYLOAD-4711) >>\nendobj\n")));
    attacks.put("script key alone", pdf(latin1("5 0 obj\n<< /J#53 (PAYLOAD-4711) >>\nendobj\n")));
    attacks.put(
        "script by indirect references",
        pdf(
            latin1("5 0 obj\n[6 0 R]\nendobj\n"),
            latin1("6 0 obj\n<< /S 7 0 R /Next 6 0 R >>\nendobj\n"),
            latin1("7 0 obj\n/JavaScript\nendobj\n")));
    attacks.put(
        "link",
        made(
            document -> {
              PDAnnotationLink link = new PDAnnotationLink();
              PDActionURI uri = new PDActionURI();
              uri.setURI("https://example.com/" + PAYLOAD);
              link.setAction(uri);
              page(document, "link").getAnnotations().add(link);
            }));
    attacks.put(
        "jump", made(document -> document.getDocumentCatalog().setOpenAction(new PDActionGoTo())));
    attacks.put(
        "launch",
        made(document -> document.getDocumentCatalog().setOpenAction(new PDActionLaunch())));
    attacks.put(
        "form sent elsewhere",
        pdf(latin1("5 0 obj\n<< /S /SubmitForm /F (https://example.com) >>\nendobj\n")));
    attacks.put(
        "file on a server",
        pdf(latin1("5 0 obj\n<< /S /GoToR /F (\\\\\\\\host\\\\share) >>\nendobj\n")));
    attacks.put(
        "script by name",
        made(
            document -> {
              PDJavascriptNameTreeNode tree = new PDJavascriptNameTreeNode();
              tree.setNames(new TreeMap<>(Map.of("a", new PDActionJavaScript(PAYLOAD))));
              names(document).setJavascript(tree);
            }));
    attacks.put("script of a page", withAdditionalActions(Place.PAGE));
    attacks.put("script of a field", withAdditionalActions(Place.FIELD));
    attacks.put("script of the document", withAdditionalActions(Place.DOCUMENT));
    attacks.put("encrypted under an empty password", encrypted(""));
    attacks.put("encrypted", encrypted("secret"));
    attacks.put(
        "encrypted for somebody's certificate",
        pdfOf(
            List.of(
                latin1("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"),
                latin1("2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n")),
            "/Root 1 0 R /Encrypt << /Filter /Adobe.PubSec /V 4 /R 4 >>"));
    attacks.put("attached program", attached("tool.exe", latin1("MZ" + PAYLOAD), "Data"));
    attacks.put("attached archive", attached("invoice.xml", latin1("PK\3\4" + PAYLOAD), "Data"));
    attacks.put(
        "attached page",
        attached("invoice.xml", latin1("<html><script>1</script></html>"), "Data"));
    attacks.put(
        "attached document type",
        attached(
            "invoice.xml",
            latin1("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><Invoice>&b;</Invoice>"),
            "Data"));
    attacks.put(
        "attached style sheet",
        attached("invoice.xml", latin1("<?xml-stylesheet href='a'?><Invoice/>"), "Data"));
    attacks.put("large attachment", attached("invoice.xml", xml(2_000_000), "Data"));
    attacks.put(
        "two attachments",
        made(
            document -> {
              PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
              tree.setNames(
                  new TreeMap<>(
                      Map.of(
                          "a", file(document, "a.xml", latin1(XML)),
                          "b", file(document, "b.xml", latin1(XML)))));
              names(document).setEmbeddedFiles(tree);
            }));
    attacks.put(
        "file pinned to a page",
        made(
            document -> {
              PDAnnotationFileAttachment pin = new PDAnnotationFileAttachment();
              pin.setFile(file(document, "a.xml", latin1(XML)));
              page(document, "pinned").getAnnotations().add(pin);
            }));
    attacks.put(
        "file in the resources of a page",
        made(
            document ->
                page(document, "hidden")
                    .getResources()
                    .getCOSObject()
                    .setItem("Any", file(document, "a.xml", latin1(XML)))));
    attacks.put(
        "file as a plain object",
        pdf(pdfStream("5 0 obj", "/Type /EmbeddedFile", latin1(PAYLOAD))));
    for (String start :
        List.of(
            "PK\3\4",
            "MZ",
            "\u007fELF",
            "\u0089PNG",
            "%PDF-1.7",
            "Rar!",
            "#!/bin/sh",
            "MSCF",
            "BZh9",
            "\u00fd7zXZ",
            "\u00cf\u00fa\u00ed\u00fe")) {
      attacks.put(
          "file that begins with " + start,
          pdf(pdfStream("5 0 obj", "/Filter /FlateDecode", deflate(latin1(start + PAYLOAD)))));
    }
    attacks.put(
        "file associated with a page",
        made(
            document -> {
              COSArray files = new COSArray();
              files.add(file(document, "a.xml", latin1(XML)).getCOSObject());
              page(document, "hidden").getCOSObject().setItem("AF", files);
            }));
    attacks.put("stream in another file", pdf(pdfStream("5 0 obj", "/F (photo.jpg)", new byte[0])));
    attacks.put(
        "forms of XML",
        made(
            document -> {
              PDAcroForm form = new PDAcroForm(document);
              form.getCOSObject().setItem("XFA", new COSString("<template/>"));
              document.getDocumentCatalog().setAcroForm(form);
            }));
    for (String media : List.of("RichMedia", "Movie", "Sound", "Screen", "3D")) {
      attacks.put(
          media,
          made(
              document -> {
                COSDictionary annotation = new COSDictionary();
                annotation.setName(COSName.SUBTYPE, media);
                COSArray annotations = new COSArray();
                annotations.add(annotation);
                page(document, media).getCOSObject().setItem(COSName.ANNOTS, annotations);
              }));
    }
    attacks.put(
        "portfolio",
        made(
            document ->
                document
                    .getDocumentCatalog()
                    .getCOSObject()
                    .setItem("Collection", new COSDictionary())));
    attacks.put("map", pdf(latin1("5 0 obj\n<< /Subtype /GEO /GPTS [23 113] >>\nendobj\n")));
    for (String start :
        List.of("PK\3\4", "\u007fELF", "7z\u00bc\u00af", "\u00d0\u00cf\u0011\u00e0")) {
      attacks.put(
          "file that claims to be a picture and begins with " + start,
          pdf(
              pdfStream(
                  "5 0 obj",
                  "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8",
                  latin1(start + PAYLOAD))));
    }
    attacks.put(
        "file on a server behind a link",
        pdf(
            latin1(
                "5 0 obj\n<< /Subtype /Link /A << /S /GoToR /F << /F (\\\\\\\\host\\\\share)"
                    + " >> >> >>\nendobj\n")));
    // An accepted attachment is copied only as a file, whatever else refers to it.
    attacks.put(
        "attachment that is drawn",
        drawnAttachment(
            "/Subtype /Form /BBox [0 0 9 9] /Resources << /A << /JS (PAYLOAD-4711) >> >>",
            "/XObject << /X 6 0 R >>"));
    attacks.put(
        "attachment that is a picture",
        drawnAttachment(
            "/Subtype /Image /Width 99999 /Height 99999 /SMask << /EF 1 >>",
            "/XObject << /X 6 0 R >>"));
    attacks.put(
        "attachment's description as a resource",
        drawnAttachment("/Type /EmbeddedFile", "/Properties << /P 5 0 R >>"));
    attacks.put(
        "attached script",
        attached(
            "invoice.xml",
            latin1(
                "<Invoice><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></Invoice>"),
            "Data"));
    attacks.put(
        "attached drawing",
        attached("invoice.xml", latin1("<Invoice xmlns='http://www.w3.org/2000/svg'/>"), "Data"));
    attacks.put(
        "file in the attached invoice",
        attached(
            "invoice.xml",
            latin1(
                "<Invoice><EmbeddedDocumentBinaryObject>TVo=</EmbeddedDocumentBinaryObject>"
                    + "</Invoice>"),
            "Data"));
    for (String filters : List.of("/FlateDecode", "[/ASCIIHexDecode /FlateDecode]")) {
      byte[] coded = deflate(join(latin1("PK\3\4" + PAYLOAD), new byte[9_000]));
      attacks.put(
          "file that claims to be a picture, coded with " + filters,
          pdf(
              pdfStream(
                  "5 0 obj",
                  "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /Filter " + filters,
                  filters.startsWith("[") ? latin1(HexFormat.of().formatHex(coded)) : coded)));
    }
    attacks.put(
        "file that calls itself a coded picture",
        pdf(
            pdfStream(
                "5 0 obj",
                "/Subtype /Image /Width 1 /Height 1 /Filter /CCITTFaxDecode",
                latin1("PK\3\4" + PAYLOAD))));
    attacks.put(
        "picture that computes",
        pdf(
            pdfStream(
                "5 0 obj",
                "/Subtype /Image /Width 1 /Height 1 /Filter /JBIG2Decode",
                latin1(PAYLOAD))));
    attacks.put(
        "picture that computes, in a filter",
        pdf(
            pdfStream(
                "5 0 obj",
                "/Subtype /Image /Width 1 /Height 1 /Filter [/FlateDecode /JBIG2Decode]",
                deflate(latin1(PAYLOAD)))));
    attacks.put(
        "coded picture that is coded again",
        pdf(
            pdfStream(
                "5 0 obj",
                "/Subtype /Image /Width 1 /Height 1 /Filter [/JPXDecode /FlateDecode]",
                codestream(1, 1))));
    attacks.put(
        "picture without a size",
        pdf(
            pdfStream(
                "5 0 obj",
                "/Subtype /Image /Width 1 /Height 1 /Filter /JPXDecode",
                latin1("\0\0\0\fjP  \r\n\u0087\n"))));
    for (String program : List.of("{ (file) run }", "{ 1 } }", "{ 1", "{ 1 % comment\n}", "%!PS")) {
      attacks.put(
          "function with the program " + program,
          pdf(pdfStream("5 0 obj", "/FunctionType 4 /Domain [0 1] /Range [0 1]", latin1(program))));
    }
    attacks.put(
        "function with deep blocks",
        pdf(
            pdfStream(
                "5 0 obj",
                "/FunctionType 4 /Domain [0 1] /Range [0 1]",
                latin1("{".repeat(40) + "}".repeat(40)))));
    attacks.put(
        "function that claims to be a picture",
        pdf(
            pdfStream(
                "5 0 obj",
                PICTURE + " /FunctionType 4 /Domain [0 1] /Range [0 1]",
                latin1("{ (file) run }"))));
    byte[] drawing = pdfStream("5 0 obj", PICTURE, latin1("q BI /F /DCT ID ____Exif\0\0 EI Q"));
    attacks.put(
        "contents that claim to be a picture",
        replaced(pdf(drawing), "/Contents 4 0 R\n ", "/Contents 5 0 R\n "));
    attacks.put(
        "contents that claim to be a picture, in a list",
        replaced(pdf(drawing), "/Contents 4 0 R\n ", "/Contents [5 0 R]"));
    for (String owner :
        List.of(
            "/Type /Font /Subtype /Type3 /CharProcs << /a 6 0 R >>",
            "/Pattern << /a 6 0 R >>",
            "/AP << /N 6 0 R >>",
            "/S /Luminosity /G 6 0 R")) {
      attacks.put(
          "drawing that claims to be a picture: " + owner,
          pdf(
              latin1("5 0 obj\n<< " + owner + " >>\nendobj\n"),
              pdfStream("6 0 obj", PICTURE, latin1("0 0 d0"))));
    }
    attacks.put(
        "program in PostScript",
        pdf(pdfStream("5 0 obj", "/Subtype /Form /Subtype2 /PS", latin1("showpage"))));
    for (String key : List.of("FontFile", "FontFile2", "FontFile3")) {
      attacks.put(
          "program that calls itself the font of " + key,
          pdf(
              latin1("5 0 obj\n<< /Type /FontDescriptor /" + key + " 6 0 R >>\nendobj\n"),
              pdfStream("6 0 obj", "", latin1(PAYLOAD))));
    }
    attacks.put(
        "script in a letter of a font",
        pdf(
            latin1(
                "5 0 obj\n<< /Type /Font /Subtype /Type3 /CharProcs << /a 6 0 R >> >>\nendobj\n"),
            pdfStream("6 0 obj", "/AA << /O << /JS (PAYLOAD-4711) >> >>", latin1("0 0 d0"))));
    attacks.put("table within a comment", disguised("%", "\n"));
    attacks.put("table within a string", disguised("(", ")\n"));
    attacks.put(
        "table within a stream", disguised("9 0 obj\n<<>>\nstream\n", "\nendstream\nendobj\n"));
    return attacks.entrySet().stream()
        .map(
            attack ->
                DynamicTest.dynamicTest(
                    attack.getKey(), () -> assertRefused(Reason.NOT_CLEANABLE, attack.getValue())));
  }

  /** Readers follow the cross-reference table into an object stream whatever its type says. */
  @Test
  void scriptInAnObjectStreamWithoutType_isRefused() throws IOException {
    byte[] catalog =
        deflate(
            latin1(
                "2 0 << /Type /Catalog /Pages << /Type /Pages /Kids [<< /Type /Page >>] /Count 1"
                    + " >> /OpenAction "
                    + new String(SCRIPT, ISO_8859_1)
                    + " >>"));
    for (String type : List.of("/Type /ObjStm ", "", "/Type /XObject ", "/Type /objstm ")) {
      assertRefused(Reason.NOT_CLEANABLE, tabled(type + "/N 1 /First 4", catalog, 2));
    }
  }

  @Test
  void inlineImageWithMetadata_isRefused() {
    byte[] contents = join(latin1("q BI /F /DCT ID "), new byte[70_000], latin1("Exif\0\0 EI Q"));
    assertRefused(Reason.NOT_CLEANABLE, pdf(pdfStream("5 0 obj", "", contents)));
    assertRefused(
        Reason.NOT_CLEANABLE, pdf(pdfStream("5 0 obj", "/Filter /FlateDecode", deflate(contents))));
  }

  // Resource limits.

  @TestFactory
  Stream<DynamicTest> hostileFilesAreRefusedInSeconds() throws IOException {
    Map<String, byte[]> hostile = new LinkedHashMap<>();
    byte[] zeros = deflate(new byte[90_000_000]);
    hostile.put("bomb", pdf(pdfStream("5 0 obj", "/Filter /FlateDecode", zeros)));
    hostile.put(
        "bomb in a bomb",
        pdf(pdfStream("5 0 obj", "/Filter [/LZWDecode /FlateDecode]", lzw(zeros))));
    hostile.put(
        "rows without end",
        pdf(
            pdfStream(
                "5 0 obj",
                "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2000000000 >>",
                deflate(new byte[10]))));
    hostile.put("object stream that unfolds", tabled("/Type /ObjStm /N 1 /First 4", zeros, 2));
    hostile.put(
        "object stream that is a picture",
        tabled("/Type /ObjStm /N 1 /First 4 /Subtype /Image", zeros, 2));
    hostile.put(
        "table that unfolds",
        join(
            latin1("%PDF-1.7\n"),
            pdfStream(
                "1 0 obj",
                "/Type /XRef /Size 9 /W [1 1 1] /Root 1 0 R /Filter /FlateDecode",
                zeros),
            latin1("startxref\n9\n%%EOF\n")));
    hostile.put(
        "pixels without end",
        pdf(pdfStream("5 0 obj", "/Subtype /Image /Width 99999 /Height 99999", new byte[9])));
    hostile.put(
        "JPEG 2000 without end",
        pdf(
            pdfStream(
                "5 0 obj",
                "/Subtype /Image /Width 9 /Height 9 /Filter /JPXDecode",
                codestream(-1, -1))));
    byte[] photo = EvidenceSamples.plainJpeg(false);
    Arrays.fill(photo, frame(photo) + 5, frame(photo) + 9, (byte) 0xFF);
    hostile.put(
        "photo without end",
        pdf(pdfStream("5 0 obj", "/Subtype /Image /Width 9 /Height 9 /Filter /DCTDecode", photo)));
    hostile.put("deep arrays", pdf(latin1("5 0 obj\n" + "[".repeat(100_000) + "\nendobj\n")));
    hostile.put(
        "deep dictionaries", pdf(latin1("5 0 obj\n" + "<</A".repeat(100_000) + "\nendobj\n")));
    hostile.put(
        "many objects", pdf(latin1("5 0 obj\n[" + "<<>>".repeat(2_000_000) + "]\nendobj\n")));
    hostile.put("page tree that returns", pageTree("3 0 obj\n<< /Kids [2 0 R] >>\nendobj\n"));
    hostile.put("page tree that repeats", pageTree("3 0 obj\n<< /Kids [4 0 R 4 0 R] >>\nendobj\n"));
    hostile.put("page tree without pages", pageTree("3 0 obj\n<< /Kids [] >>\nendobj\n"));
    hostile.put("overlapping strings", overlapping());
    hostile.put(
        "table that returns",
        new String(pdf(), ISO_8859_1)
            .replace("/Root 1 0 R", "/Root 1 0 R /Prev " + indexOf(pdf(), latin1("xref\n0")))
            .getBytes(ISO_8859_1));
    hostile.put("no table", latin1("%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"));
    hostile.put("table elsewhere", latin1("%PDF-1.7\nstartxref\n999999999999\n%%EOF\n"));
    hostile.put("nothing", latin1("%PDF-1.7\n"));
    hostile.put(
        "object number without end",
        new String(pdf(), ISO_8859_1)
            .replace("xref\n0 5", "xref\n9999999990 5")
            .getBytes(ISO_8859_1));
    return hostile.entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertTimeoutPreemptively(
                            Duration.ofSeconds(20),
                            () ->
                                assertThatThrownBy(() -> PdfCleaner.clean(each.getValue(), LIMITS))
                                    .isInstanceOf(UnacceptableFile.class))));
  }

  @Test
  void chainOf100000Objects_isHandled() {
    List<byte[]> objects = new ArrayList<>();
    objects.add(latin1("1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>\nendobj\n"));
    objects.add(latin1("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"));
    objects.add(latin1("3 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\n"));
    for (int i = 4; i < 100_000; i++) {
      objects.add(latin1("%d 0 obj\n<< /Next %d 0 R >>\nendobj\n".formatted(i, i + 1)));
    }
    objects.add(latin1("100000 0 obj\nnull\nendobj\n"));
    assertThat(PdfCleaner.clean(pdfOf(objects, "/Root 1 0 R"), LIMITS)).hasSizeLessThan(2_000);
  }

  // Samples.

  private interface Making {
    void into(PDDocument document) throws IOException;
  }

  /** An invoice with its XML. */
  static byte[] invoice() {
    return attached("factur-x.xml", latin1(XML), "Alternative");
  }

  /** A document whose objects lie in an object stream. */
  static byte[] packed() {
    return packed(document -> {});
  }

  private static byte[] packed(Making making) {
    return made(
        document -> {
          page(document, "packed");
          making.into(document);
        },
        CompressParameters.DEFAULT_COMPRESSION);
  }

  private static byte[] made(Making making) {
    return made(making, CompressParameters.NO_COMPRESSION);
  }

  private static byte[] made(Making making, CompressParameters compression) {
    try (PDDocument document = new PDDocument()) {
      making.into(document);
      if (document.getNumberOfPages() == 0) {
        page(document, "page");
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out, compression);
      return out.toByteArray();
    } catch (IOException unlikely) {
      throw new UncheckedIOException(unlikely);
    }
  }

  private static PDPage page(PDDocument document, String text) throws IOException {
    PDPage page = new PDPage();
    document.addPage(page);
    try (var pen = new PDPageContentStream(document, page)) {
      pen.drawImage(JPEGFactory.createFromImage(document, EvidenceSamples.picture()), 10, 10);
      pen.drawImage(LosslessFactory.createFromImage(document, EvidenceSamples.picture()), 90, 10);
      pen.beginText();
      pen.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
      pen.newLineAtOffset(50, 500);
      pen.showText(text);
      pen.endText();
    }
    return page;
  }

  private static PDDocumentNameDictionary names(PDDocument document) {
    PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
    document.getDocumentCatalog().setNames(names);
    return names;
  }

  private static PDComplexFileSpecification file(PDDocument document, String name, byte[] bytes)
      throws IOException {
    PDComplexFileSpecification file = new PDComplexFileSpecification();
    file.setFile(name);
    file.setEmbeddedFile(new PDEmbeddedFile(document, new ByteArrayInputStream(bytes)));
    return file;
  }

  private static byte[] attached(String name, byte[] bytes, String relationship) {
    return made(
        document -> {
          PDComplexFileSpecification file = file(document, name, bytes);
          file.getCOSObject().setName("AFRelationship", relationship);
          PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
          tree.setNames(new TreeMap<>(Map.of(name, file)));
          names(document).setEmbeddedFiles(tree);
          COSArray associated = new COSArray();
          associated.add(file.getCOSObject());
          document.getDocumentCatalog().getCOSObject().setItem("AF", associated);
        });
  }

  private static byte[] xml(int size) {
    return latin1("<Invoice>" + " ".repeat(size) + "</Invoice>");
  }

  private enum Place {
    PAGE,
    FIELD,
    DOCUMENT
  }

  private static byte[] withAdditionalActions(Place place) {
    return made(
        document -> {
          PDPage page = page(document, "actions");
          COSDictionary holder =
              switch (place) {
                case PAGE -> page.getCOSObject();
                case FIELD -> {
                  PDAcroForm form = new PDAcroForm(document);
                  document.getDocumentCatalog().setAcroForm(form);
                  PDTextField field = new PDTextField(form);
                  form.getFields().add(field);
                  yield field.getCOSObject();
                }
                case DOCUMENT -> document.getDocumentCatalog().getCOSObject();
              };
          COSDictionary actions = new COSDictionary();
          actions.setItem("O", new PDActionJavaScript(PAYLOAD));
          holder.setItem("AA", actions);
        });
  }

  private static byte[] encrypted(String password) {
    return made(
        document -> {
          page(document, "encrypted");
          var policy = new StandardProtectionPolicy("owner", password, new AccessPermission());
          policy.setEncryptionKeyLength(128);
          document.protect(policy);
        });
  }

  private static byte[] updated() throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf())) {
      document.getDocumentCatalog().setOpenAction(new PDActionJavaScript(PAYLOAD));
      document.getDocumentCatalog().getCOSObject().setNeedToBeUpdated(true);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return out.toByteArray();
    }
  }

  /**
   * Returns the PDF with a text replaced by another of the same length, so that the cross-reference
   * table stays correct.
   */
  private static byte[] replaced(byte[] pdf, String before, String after) {
    assertThat(count(pdf, before)).isEqualTo(1);
    assertThat(after).hasSameSizeAs(before);
    return new String(pdf, ISO_8859_1).replace(before, after).getBytes(ISO_8859_1);
  }

  /** A PDF whose catalogue has a script and is hidden where a sequential reader sees no object. */
  private static byte[] disguised(String before, String after) {
    byte[] catalog =
        join(
            latin1("1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction "),
            SCRIPT,
            latin1(" >> endobj "));
    byte[] plain =
        pdfOf(
            List.of(
                join(latin1(before), catalog, latin1(after)),
                latin1("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"),
                latin1("3 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\n")),
            "/Root 1 0 R");
    int place = indexOf(plain, catalog);
    return new String(plain, ISO_8859_1)
        .replace(
            "%010d 00000 n".formatted(place - before.length()), "%010d 00000 n".formatted(place))
        .getBytes(ISO_8859_1);
  }

  /** A PDF whose cross-reference table places the catalogue in the object stream 1. */
  private static byte[] tabled(String entries, byte[] deflated, int object) {
    byte[] stream = pdfStream("1 0 obj", entries + " /Filter /FlateDecode", deflated);
    byte[] head = latin1("%PDF-1.7\n");
    ByteBuffer table = ByteBuffer.allocate(3 * 6);
    table.put((byte) 0).putInt(0).put((byte) 0);
    table.put((byte) 1).putInt(head.length).put((byte) 0);
    table.put((byte) 2).putInt(1).put((byte) 0);
    byte[] xref =
        pdfStream(
            "3 0 obj",
            "/Type /XRef /Size 3 /W [1 4 1] /Root %d 0 R".formatted(object),
            table.array());
    return join(
        head,
        stream,
        xref,
        latin1("startxref\n%d\n%%%%EOF\n".formatted(head.length + stream.length)));
  }

  private static byte[] pageTree(String third) {
    return pdfOf(
        List.of(
            latin1("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"),
            latin1("2 0 obj\n<< /Type /Pages /Kids [3 0 R] >>\nendobj\n"),
            latin1(third),
            latin1("4 0 obj\n<< /Type /Page >>\nendobj\n")),
        "/Root 1 0 R");
  }

  /** A PDF in which each object is a string that contains all later objects. */
  private static byte[] overlapping() {
    int many = 100_000;
    StringBuilder objects = new StringBuilder();
    StringBuilder references = new StringBuilder();
    StringBuilder table = new StringBuilder();
    int head = "%PDF-1.7\n".length();
    for (int i = 4; i < many; i++) {
      table.append("%010d 00000 n \n".formatted(head + objects.length()));
      objects.append(i).append(" 0 obj (\n");
      references.append(i).append(" 0 R ");
    }
    objects.append(")".repeat(many));
    String all =
        objects
            + "\n1 0 obj\n<< /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Kids [3 0 R] >>\nendobj\n"
            + "3 0 obj\n<< /Resources [%s] >>\nendobj\n".formatted(references);
    StringBuilder first = new StringBuilder("0000000000 65535 f \n");
    for (int i = 1; i < 4; i++) {
      first.append("%010d 00000 n \n".formatted(head + all.indexOf("\n" + i + " 0 obj") + 1));
    }
    return latin1(
        "%%PDF-1.7\n%sxref\n0 %d\n%s%strailer\n<< /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(all, many, first, table, head + all.length()));
  }

  /** The beginning of JPEG 2000's coded data, which states the size of the picture. */
  private static byte[] codestream(int width, int height) {
    return ByteBuffer.allocate(40)
        .putInt(0xFF4FFF51)
        .putShort((short) 38)
        .putShort((short) 0)
        .putInt(width)
        .putInt(height)
        .array();
  }

  /**
   * An invoice whose attachment is also drawn by the page.
   *
   * @param entries the entries that make the attached file a drawn object
   */
  private static byte[] drawnAttachment(String entries, String resources) {
    return pdfOf(
        List.of(
            latin1(
                "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names"
                    + " [(a.xml) 5 0 R] >> >> >>\nendobj\n"),
            latin1("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"),
            latin1(
                "3 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] /Resources << "
                    + resources
                    + " >> >>\nendobj\n"),
            latin1("4 0 obj\n<< /F 6 0 R >>\nendobj\n"),
            latin1("5 0 obj\n<< /Type /Filespec /F (a.xml) /EF 4 0 R >>\nendobj\n"),
            pdfStream("6 0 obj", entries, latin1(XML))),
        "/Root 1 0 R");
  }

  private static byte[] lzw(byte[] bytes) {
    try (PDDocument document = new PDDocument()) {
      COSStream stream = document.getDocument().createCOSStream();
      try (var out = stream.createOutputStream(COSName.LZW_DECODE)) {
        out.write(bytes);
      }
      try (var in = stream.createRawInputStream()) {
        return in.readAllBytes();
      }
    } catch (IOException unlikely) {
      throw new UncheckedIOException(unlikely);
    }
  }

  private static COSStream stream(PDDocument document, byte[] bytes) throws IOException {
    COSStream stream = document.getDocument().createCOSStream();
    try (var out = stream.createOutputStream()) {
      out.write(bytes);
    }
    return stream;
  }

  private static int frame(byte[] jpeg) {
    return indexOf(jpeg, new byte[] {(byte) 0xFF, (byte) 0xC0});
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static void assertRefused(Reason reason, byte[] pdf) {
    assertThatThrownBy(() -> PdfCleaner.clean(pdf, LIMITS))
        .isInstanceOfSatisfying(
            UnacceptableFile.class,
            refused ->
                assertThat(refused.refusal().reason()).as(refused.getMessage()).isEqualTo(reason));
  }

  private static int count(byte[] bytes, String text) {
    return new String(bytes, ISO_8859_1).split(Pattern.quote(text), -1).length - 1;
  }
}
