package org.microwish.wish.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.microwish.wish.evidence.EvidenceSamples.PLACE;
import static org.microwish.wish.evidence.EvidenceSamples.decode;
import static org.microwish.wish.evidence.EvidenceSamples.deflate;
import static org.microwish.wish.evidence.EvidenceSamples.indexOf;
import static org.microwish.wish.evidence.EvidenceSamples.join;
import static org.microwish.wish.evidence.EvidenceSamples.latin1;
import static org.microwish.wish.evidence.EvidenceSamples.pdf;
import static org.microwish.wish.evidence.EvidenceSamples.pdfStream;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.imaging.Imaging;
import org.apache.commons.imaging.formats.jpeg.JpegImageMetadata;
import org.apache.commons.imaging.formats.tiff.constants.TiffTagConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.wish.evidence.Sanitized.Clean;
import org.microwish.wish.evidence.Sanitized.Reason;
import org.microwish.wish.evidence.Sanitized.Refused;

class EvidenceSanitizerTest {
  private static final EvidenceLimits LIMITS = EvidenceLimits.standard();

  /** A second; {@code -Devidence.rounds=1000000} looks harder. */
  private static final int ROUNDS = Integer.getInteger("evidence.rounds", 3_000);

  @TempDir Path directory;

  // Images.

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void jpegKeepsItsPictureAndOrientationAndLosesEveryPlace(int orientation) throws IOException {
    byte[] located = EvidenceSamples.locatedJpeg(orientation);
    assertThat(count(located, PLACE)).isGreaterThanOrEqualTo(8);

    byte[] clean = clean(EvidenceType.JPEG, located);

    assertThat(count(clean, PLACE)).isZero();
    assertSamePicture(clean, located);
    JpegImageMetadata metadata = (JpegImageMetadata) Imaging.getMetadata(clean);
    if (orientation == 1) {
      assertThat(metadata).isNull();
    } else {
      assertThat(metadata.getExif().getAllFields()).hasSize(1);
      assertThat(metadata.getExif().getFieldValue(TiffTagConstants.TIFF_TAG_ORIENTATION))
          .isEqualTo((short) orientation);
      assertThat(metadata.getExif().getGpsInfo()).isNull();
    }
    assertThat(Imaging.getXmpXml(clean)).isNull();
  }

  @Test
  void progressiveJpegKeepsAllItsScans() throws IOException {
    byte[] located = EvidenceSamples.locatedByExif(EvidenceSamples.plainJpeg(true), 6);
    assertSamePicture(clean(EvidenceType.JPEG, located), located);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void pngKeepsItsPictureAndOrientationAndLosesEveryPlace(int orientation) throws IOException {
    byte[] located = EvidenceSamples.locatedPng(orientation);
    byte[] clean = clean(EvidenceType.PNG, located);

    assertThat(count(clean, PLACE)).isZero();
    assertSamePicture(clean, located);
    assertThat(count(clean, "pHYs")).isEqualTo(1);
    for (String gone : new String[] {"tEXt", "zTXt", "iTXt", "tIME", "prVt", "GPS"}) {
      assertThat(count(clean, gone)).as(gone).isZero();
    }
    assertThat(count(clean, "eXIf")).isEqualTo(orientation == 1 ? 0 : 1);
    if (orientation != 1) {
      byte[] block = Arrays.copyOfRange(clean, indexOf(clean, latin1("eXIf")) + 4, clean.length);
      assertThat(ExifBlock.read(ByteView.of(block)).orientation()).isEqualTo(orientation);
      assertThat(ExifBlock.read(ByteView.of(Arrays.copyOf(block, 26))).mayLocate()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void webpKeepsItsPictureAndOrientationAndLosesEveryPlace(int orientation) throws IOException {
    byte[] clean = clean(EvidenceType.WEBP, EvidenceSamples.locatedWebp(orientation));

    assertThat(count(clean, PLACE)).isZero();
    assertThat(count(clean, "XMP ")).isZero();
    byte[] pixels =
        Arrays.copyOfRange(EvidenceSamples.plainWebp(), 12, EvidenceSamples.plainWebp().length);
    byte[] turned = {
      'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0
    };
    byte[] expected =
        orientation == 1
            ? join(EvidenceSamples.webpChunk("VP8X", new byte[10]), pixels)
            : join(
                EvidenceSamples.webpChunk("VP8X", new byte[] {8, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                pixels,
                EvidenceSamples.webpChunk("EXIF", turned));
    assertThat(clean).isEqualTo(EvidenceSamples.riff(expected));
    assertThat(Imaging.getImageSize(clean)).isEqualTo(new Dimension(1, 1));
  }

  @Test
  void imagesWithoutMetadataStayAsTheyAreAndASecondCleaningChangesNothing() throws IOException {
    for (byte[] image :
        new byte[][] {
          EvidenceSamples.plainWebp(),
          EvidenceSamples.losslessWebp(),
          EvidenceSamples.plainPng(),
          EvidenceSamples.plainJpeg(false)
        }) {
      assertThat(anyClean(image)).isEqualTo(image);
    }
    for (byte[] image :
        new byte[][] {
          EvidenceSamples.locatedJpeg(6),
          EvidenceSamples.locatedPng(6),
          EvidenceSamples.locatedWebp(6),
          pdf()
        }) {
      byte[] once = anyClean(image);
      assertThat(anyClean(once)).isEqualTo(once);
    }
  }

  @Test
  void anImageThatClaimsMorePixelsThanAllowedIsRefusedByItsHeader() throws IOException {
    assertRefused(Reason.TOO_MANY_PIXELS, EvidenceSamples.pixelBomb());

    byte[] jpeg = EvidenceSamples.plainJpeg(false);
    int frame = indexOf(jpeg, new byte[] {(byte) 0xFF, (byte) 0xC0});
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xFF);
    assertRefused(Reason.TOO_MANY_PIXELS, jpeg);

    EvidenceLimits exact = new EvidenceLimits(LIMITS.maxBytes(), 64 * 48);
    EvidenceLimits narrow = new EvidenceLimits(LIMITS.maxBytes(), 64 * 48 - 1);
    assertThat(sanitize(EvidenceSamples.plainPng(), exact)).isInstanceOf(Clean.class);
    assertThat(sanitize(EvidenceSamples.plainPng(), narrow))
        .isEqualTo(new Refused(Reason.TOO_MANY_PIXELS, "64 by 48 pixels are more than 3071"));
  }

  @Test
  void animationsAndRareCodingsAreRefused() throws IOException {
    byte[] animated =
        EvidenceSamples.riff(
            join(
                EvidenceSamples.webpChunk("VP8X", new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                EvidenceSamples.webpChunk("ANIM", new byte[6])));
    assertRefused(Reason.UNSUPPORTED_TYPE, animated);
    byte[] arithmetic = EvidenceSamples.plainJpeg(false);
    arithmetic[indexOf(arithmetic, new byte[] {(byte) 0xFF, (byte) 0xC0}) + 1] = (byte) 0xC9;
    assertRefused(Reason.UNSUPPORTED_TYPE, arithmetic);
  }

  // What a file is.

  @Test
  void theTypeIsWhatTheBytesAreWhateverTheNameSays() throws IOException {
    Path html = Files.write(directory.resolve("photo.jpg"), latin1("<html><script>1</script>"));
    assertThat(new EvidenceSanitizer(LIMITS).sanitize(html))
        .isEqualTo(new Refused(Reason.UNSUPPORTED_TYPE, "text/html"));
    Path pdf = Files.write(directory.resolve("photo2.jpg"), pdf());
    assertThat(new EvidenceSanitizer(LIMITS).sanitize(pdf))
        .isInstanceOfSatisfying(
            Clean.class, clean -> assertThat(clean.type()).isEqualTo(EvidenceType.PDF));
  }

  @Test
  void filesOfOtherKindsAreRefusedByName() throws IOException {
    byte[] brand = {0, 0, 0, 24};
    byte[] heic = join(brand, latin1("ftypheic\0\0\0\0mif1heic"), new byte[100]);
    assertThat(sanitize(heic, LIMITS))
        .isEqualTo(new Refused(Reason.UNSUPPORTED_TYPE, "image/heic"));
    byte[] film = join(brand, latin1("ftypmp42\0\0\0\0mp42isom"), new byte[100]);
    assertRefused(Reason.UNSUPPORTED_TYPE, film);
    byte[] svg = latin1("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>");
    assertRefused(Reason.UNSUPPORTED_TYPE, svg);
    assertRefused(Reason.UNSUPPORTED_TYPE, latin1("GIF89a" + "x".repeat(100)));
    assertRefused(Reason.UNSUPPORTED_TYPE, latin1("MZ" + "\0".repeat(200)));
    assertRefused(Reason.UNSUPPORTED_TYPE, new byte[1000]);
  }

  @Test
  void aFileThatIsTwoThingsIsStoredAsOneOnly() throws IOException {
    byte[] page = latin1("<html><script>alert(1)</script></html>");
    byte[] archive = latin1("PK\3\4" + "\0".repeat(26) + "run.exe");
    byte[] jpeg = EvidenceSamples.plainJpeg(false);
    byte[] polyglot =
        join(
            Arrays.copyOf(jpeg, 2),
            EvidenceSamples.jpegSegment(0xFE, page),
            Arrays.copyOfRange(jpeg, 2, jpeg.length),
            archive);
    assertThat(clean(EvidenceType.JPEG, polyglot)).isEqualTo(jpeg);
    assertRefused(Reason.MALFORMED, join(pdf(), archive));
    assertThat(sanitize(join(page, pdf()), LIMITS)).isInstanceOf(Refused.class);
  }

  @Test
  void emptyAndOversizedFilesAreRefused() throws IOException {
    assertRefused(Reason.EMPTY, new byte[0]);
    byte[] jpeg = EvidenceSamples.plainJpeg(false);
    EvidenceLimits exact = new EvidenceLimits(jpeg.length, LIMITS.maxPixels());
    assertThat(sanitize(jpeg, exact)).isInstanceOf(Clean.class);
    assertThat(sanitize(join(jpeg, new byte[1]), exact))
        .isEqualTo(
            new Refused(
                Reason.TOO_LARGE, (jpeg.length + 1) + " bytes are more than " + jpeg.length));
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    for (byte[] whole :
        new byte[][] {
          EvidenceSamples.locatedByExif(EvidenceSamples.plainJpeg(false), 6),
          EvidenceSamples.plainPng(),
          EvidenceSamples.losslessWebp(),
          pdf()
        }) {
      int mustGo = new String(whole, ISO_8859_1).trim().length();
      for (int length = 0; length < mustGo; length += 1 + length / 100) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThat(sanitize(cut, LIMITS))
            .as("%d of %d", length, whole.length)
            .isInstanceOf(Refused.class);
      }
    }
  }

  @Test
  void limitsBeyondWhatHttpTakesAreNotAccepted() {
    assertThatThrownBy(() -> new EvidenceLimits(EvidenceLimits.LARGEST_FILE + 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EvidenceLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EvidenceLimits(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  // PDF.

  @Test
  void aPdfWithoutPlaceIsKeptByteForByte() throws IOException {
    byte[] scanned = EvidenceSamples.plainJpeg(false);
    byte[] orientationOnly =
        join(
            Arrays.copyOf(scanned, 2),
            EvidenceSamples.jpegSegment(
                0xE1, join(latin1("Exif\0\0"), new ExifBlock(6, false).orientationOnly())),
            Arrays.copyOfRange(scanned, 2, scanned.length));
    byte[] harmlessXmp = latin1("<x:xmpmeta><pdf:Producer>WPS</pdf:Producer></x:xmpmeta>");
    byte[] invoiceXml =
        latin1("<?xml version=\"1.0\"?><EInvoice><Total>97150.60</Total></EInvoice>");
    byte[] samples = new byte[64 * 48 * 3];
    new Random(1).nextBytes(samples);
    byte[] whole =
        pdf(
            pdfStream("5 0 obj", "/Subtype /Image /Filter /DCTDecode", scanned),
            pdfStream("6 0 obj", "/Subtype/Image/Filter[/DCTDecode]", orientationOnly),
            pdfStream("7 0 obj", "/Type /Metadata /Subtype /XML", harmlessXmp),
            pdfStream("8 0 obj", "/Type /EmbeddedFile /Filter /FlateDecode", deflate(invoiceXml)),
            pdfStream("9 0 obj", "/Subtype /Image /Filter /FlateDecode", deflate(samples)),
            pdfStream(
                "10 0 obj",
                "/Filter [/ASCII85Decode /FlateDecode]",
                ascii85(deflate(latin1("BT (hello) Tj ET")))),
            pdfStream("11 0 obj", "/Filter /ASCIIHexDecode", latin1("42 54 0A 4>")),
            latin1("12 0 obj\n<< /Type /Sig /Contents <3082> /ByteRange [0 1 2 3] >>\nendobj\n"));
    assertThat(clean(EvidenceType.PDF, whole)).isEqualTo(whole);
  }

  @Test
  void aPdfThatTellsAPlaceIsRefused() throws IOException {
    byte[] photo = EvidenceSamples.locatedByExif(EvidenceSamples.plainJpeg(false), 1);
    byte[] xmp = EvidenceSamples.xmp();
    String city = "<rdf:Description photoshop:City='Guangzhou'/>";
    byte[] png = EvidenceSamples.locatedPng(1);
    byte[] map = latin1("5 0 obj\n<< /Type /Measure /Subtype /GEO /GPTS [23 113] >>\nendobj\n");
    byte[][] telling = {
      pdfStream("5 0 obj", "/Subtype /Image /Filter /DCTDecode", photo),
      pdfStream("5 0 obj", "/Subtype /Image /Filter [/FlateDecode /DCTDecode]", deflate(photo)),
      pdfStream("5 0 obj", "/Subtype /Image /Filter [/A85 /DCT]", ascii85(photo)),
      pdfStream("5 0 obj", "/Type /Metadata /Subtype /XML", xmp),
      pdfStream("5 0 obj", "/Type /Metadata /Filter /FlateDecode", deflate(xmp)),
      pdfStream("5 0 obj", "/Type /Metadata", city.getBytes(UTF_16BE)),
      pdfStream("5 0 obj", "/Length 9 0 R", join(latin1("q "), photo)),
      pdfStream("5 0 obj", "/Type /EmbeddedFile", png),
      pdfStream("5 0 obj", "/Type /EmbeddedFile", photo),
      pdfStream("5 0 obj", "", join(new byte[65_500], xmp)),
      map,
      pdfStream("5 0 obj", "/Type /ObjStm /Filter /FlateDecode", deflate(latin1("<</GPTS[]>>")))
    };
    for (int i = 0; i < telling.length; i++) {
      Sanitized result = sanitize(pdf(telling[i]), LIMITS);
      assertThat(result)
          .as("case %d", i)
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_CLEANABLE));
    }
  }

  @Test
  void aWordIsFoundWhereverItStandsInALongStream() throws IOException {
    byte[] word = latin1("GPSLatitude");
    for (int before = 65_580; before < 65_610; before++) {
      byte[] text = join(new byte[before], word, new byte[before]);
      assertRefused(Reason.NOT_CLEANABLE, pdf(pdfStream("5 0 obj", "", text)));
    }
  }

  @Test
  void aPlaceInAnEarlierRevisionOfAPdfCountsToo() throws IOException {
    byte[] photo = EvidenceSamples.locatedByExif(EvidenceSamples.plainJpeg(false), 1);
    byte[] first = pdf(pdfStream("5 0 obj", "/Subtype /Image /Filter /DCTDecode", photo));
    byte[] update =
        latin1("5 0 obj\nnull\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
    assertRefused(Reason.NOT_CLEANABLE, join(first, update));
  }

  @Test
  void aPdfThatCannotBeSearchedIsRefused() throws IOException {
    byte[][] opaque = {
      latin1("5 0 obj\n<< /Encrypt 6 0 R >>\nendobj\n"),
      latin1("5 0 obj\n<< /S /JavaScript /J#53 (app.alert\\(1\\)) >>\nendobj\n"),
      latin1("5 0 obj\n<< /J#53 (app.alert\\(1\\)) >>\nendobj\n"),
      pdfStream("5 0 obj", "/Filter /LZWDecode", new byte[20]),
      pdfStream("5 0 obj", "/Filter 6 0 R", new byte[20]),
      pdfStream("5 0 obj", "/F (photo.jpg)", new byte[0]),
      pdfStream("5 0 obj", "/Type /EmbeddedFile", latin1("PK\3\4secret")),
      pdfStream(
          "5 0 obj",
          "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
          deflate(EvidenceSamples.xmp())),
      pdfStream("5 0 obj", "/Subtype /Image /Filter /JPXDecode", box("uuid")),
    };
    for (int i = 0; i < opaque.length; i++) {
      assertThat(sanitize(pdf(opaque[i]), LIMITS))
          .as("case %d", i)
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_CLEANABLE));
    }
  }

  @Test
  void aPdfThatUnfoldsWithoutEndIsRefused() throws IOException {
    EvidenceLimits small = new EvidenceLimits(100_000, LIMITS.maxPixels());
    byte[] bomb = pdfStream("5 0 obj", "/Filter /FlateDecode", deflate(new byte[4_000_000]));
    assertThat(sanitize(pdf(bomb), small))
        .isEqualTo(new Refused(Reason.NOT_CLEANABLE, "The PDF unfolds to more than we search"));
    byte[] objects =
        pdfStream("5 0 obj", "/Type /ObjStm /Filter /FlateDecode", deflate(new byte[200_000]));
    assertThat(sanitize(pdf(objects), small))
        .isEqualTo(new Refused(Reason.NOT_CLEANABLE, "A PDF stream is too large to be searched"));
    byte[] image = pdfStream("5 0 obj", "/Subtype /Image /Width 99999 /Height 99999", new byte[9]);
    assertRefused(Reason.TOO_MANY_PIXELS, pdf(image));
  }

  // Everything else that may come.

  @Test
  void mutatedFilesAreCleanedOrRefusedAndNothingElseHappens() throws IOException {
    long seed = Long.getLong("evidence.seed", System.nanoTime());
    System.out.println("evidence.seed=" + seed);
    Random random = new Random(seed);
    byte[][] samples = {
      EvidenceSamples.locatedJpeg(6),
      EvidenceSamples.locatedByExif(EvidenceSamples.plainJpeg(true), 3),
      EvidenceSamples.locatedPng(6),
      EvidenceSamples.locatedWebp(6),
      EvidenceSamples.losslessWebp(),
      pdf(
          pdfStream(
              "5 0 obj", "/Subtype /Image /Filter /DCTDecode", EvidenceSamples.plainJpeg(false)),
          pdfStream("6 0 obj", "/Type /ObjStm /Filter /FlateDecode", deflate(latin1("<</A(x)>>"))),
          pdfStream("7 0 obj", "/Filter [/A85 /Fl]", ascii85(deflate(new byte[50]))),
          pdfStream("8 0 obj", "/Subtype /Image /Filter /JPXDecode", box("jp2h")))
    };
    int clean = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mutated = mutate(samples[random.nextInt(samples.length)], random);
      switch (sanitize(mutated, LIMITS)) {
        case Clean made -> {
          byte[] copy = bytes(made);
          assertThat(sanitize(copy, LIMITS))
              .as("seed %d round %d", seed, round)
              .isInstanceOf(Clean.class);
          clean++;
        }
        case Refused _ -> refused++;
      }
    }
    assertThat(clean).as("seed %d", seed).isPositive();
    assertThat(refused).as("seed %d", seed).isPositive();
  }

  @Test
  void noSingleWrongBitLetsAPlaceThrough() throws IOException {
    for (byte[] sample :
        new byte[][] {EvidenceSamples.locatedJpeg(6), EvidenceSamples.locatedPng(6)}) {
      int last = indexOf(sample, latin1("IDAT"));
      int header = last > 0 ? last : Math.min(sample.length, 4_000);
      for (int at = 0; at < header; at++) {
        byte[] flipped = sample.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        if (sanitize(flipped, LIMITS) instanceof Clean made) {
          assertThat(count(bytes(made), PLACE)).as("bit at %d", at).isZero();
        }
      }
    }
  }

  private static byte[] mutate(byte[] sample, Random random) {
    byte[] mutated = sample.clone();
    for (int i = random.nextInt(4); i >= 0 && mutated.length > 0; i--) {
      int at = random.nextInt(mutated.length);
      mutated =
          switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(mutated, Math.max(1, at));
            case 1 -> {
              mutated[at] ^= (byte) (1 << random.nextInt(8));
              yield mutated;
            }
            case 2 -> {
              mutated[at] = (byte) (random.nextBoolean() ? 0xFF : 0x00);
              yield mutated;
            }
            case 3 -> {
              int to = Math.min(mutated.length, at + random.nextInt(40));
              yield join(
                  Arrays.copyOf(mutated, at), Arrays.copyOfRange(mutated, to, mutated.length));
            }
            case 4 -> {
              int to = Math.min(mutated.length, at + random.nextInt(200));
              yield join(
                  Arrays.copyOf(mutated, to), Arrays.copyOfRange(mutated, at, mutated.length));
            }
            default -> {
              byte[] noise = new byte[Math.min(8, mutated.length - at)];
              random.nextBytes(noise);
              System.arraycopy(noise, 0, mutated, at, noise.length);
              yield mutated;
            }
          };
    }
    return mutated;
  }

  private Sanitized sanitize(byte[] bytes, EvidenceLimits limits) throws IOException {
    Path upload = Files.write(directory.resolve("upload"), bytes);
    return new EvidenceSanitizer(limits).sanitize(upload);
  }

  private byte[] clean(EvidenceType type, byte[] bytes) throws IOException {
    Sanitized result = sanitize(bytes, LIMITS);
    assertThat(result).isInstanceOf(Clean.class);
    assertThat(((Clean) result).type()).isEqualTo(type);
    return bytes((Clean) result);
  }

  private byte[] anyClean(byte[] bytes) throws IOException {
    Sanitized result = sanitize(bytes, LIMITS);
    assertThat(result).isInstanceOf(Clean.class);
    return bytes((Clean) result);
  }

  private static byte[] bytes(Clean clean) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    clean.copy().writeTo(out);
    return out.toByteArray();
  }

  private void assertRefused(Reason reason, byte[] bytes) throws IOException {
    assertThat(sanitize(bytes, LIMITS))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.reason()).as(refused.detail()).isEqualTo(reason));
  }

  private static void assertSamePicture(byte[] one, byte[] other) throws IOException {
    BufferedImage expected = decode(other);
    BufferedImage actual = decode(one);
    assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
    assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        assertThat(actual.getRGB(x, y)).isEqualTo(expected.getRGB(x, y));
      }
    }
  }

  private static int count(byte[] bytes, String text) {
    int count = 0;
    byte[] rest = bytes;
    for (int at = indexOf(rest, latin1(text)); at >= 0; at = indexOf(rest, latin1(text))) {
      count++;
      rest = Arrays.copyOfRange(rest, at + 1, rest.length);
    }
    return count;
  }

  private static byte[] box(String type) {
    return join(new byte[] {0, 0, 0, 16}, latin1(type), new byte[8]);
  }

  private static byte[] ascii85(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += 4) {
      int count = Math.min(4, bytes.length - at);
      String hex = HexFormat.of().formatHex(Arrays.copyOfRange(bytes, at, at + count));
      long value = Long.parseLong((hex + "00000000").substring(0, 8).toUpperCase(Locale.ROOT), 16);
      char[] digits = new char[5];
      for (int i = 4; i >= 0; i--) {
        digits[i] = (char) ('!' + value % 85);
        value /= 85;
      }
      text.append(digits, 0, count + 1);
      if (at % 64 == 0) {
        text.append('\n');
      }
    }
    return latin1(text + "~>");
  }
}
