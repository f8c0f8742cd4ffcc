package org.microwish.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.microwish.evidence.EvidenceSamples.PLACE;
import static org.microwish.evidence.EvidenceSamples.decode;
import static org.microwish.evidence.EvidenceSamples.deflate;
import static org.microwish.evidence.EvidenceSamples.indexOf;
import static org.microwish.evidence.EvidenceSamples.join;
import static org.microwish.evidence.EvidenceSamples.latin1;
import static org.microwish.evidence.EvidenceSamples.pdf;
import static org.microwish.evidence.EvidenceSamples.pdfStream;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.commons.imaging.Imaging;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.evidence.Sanitized.Clean;
import org.microwish.evidence.Sanitized.Reason;
import org.microwish.evidence.Sanitized.Refused;

@Tag("fast")
class EvidenceSanitizerTest {
  private static final EvidenceLimits LIMITS = EvidenceLimits.standard();

  /**
   * The number of mutated files. The default takes about a second; {@code
   * -Devidence.rounds=1000000} tests more.
   */
  private static final int ROUNDS = Integer.getInteger("evidence.rounds", 3_000);

  @TempDir Path directory;

  // Images.

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void jpeg_isStoredUprightAndWithoutLocation(int orientation) throws IOException {
    byte[] located = EvidenceSamples.locatedJpeg(orientation);
    assertThat(count(located, PLACE)).isGreaterThanOrEqualTo(8);

    byte[] clean = clean(EvidenceType.JPEG, located);

    assertThat(count(clean, PLACE)).isZero();
    assertAlike(decode(clean), upright(decode(located), orientation));
    assertThat(Imaging.getMetadata(clean)).isNull();
    assertThat(Imaging.getXmpXml(clean)).isNull();
    assertThat(Imaging.getIccProfile(clean)).isNull();
  }

  @Test
  void progressiveAndGreyJpegsKeepTheirPicture() throws IOException {
    byte[] progressive = EvidenceSamples.locatedByExif(EvidenceSamples.plainJpeg(true), 6);
    assertAlike(decode(clean(EvidenceType.JPEG, progressive)), upright(decode(progressive), 6));
    BufferedImage grey = new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_GRAY);
    grey.createGraphics().drawImage(EvidenceSamples.picture(), 0, 0, null);
    byte[] clean = clean(EvidenceType.JPEG, encode(grey, "jpeg"));
    assertThat(decode(clean).getColorModel().getNumComponents()).isEqualTo(1);
    assertAlike(decode(clean), grey);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void png_isStoredUprightAndWithoutLocation(int orientation) throws IOException {
    byte[] located = EvidenceSamples.locatedPng(orientation);
    byte[] clean = clean(EvidenceType.PNG, located);

    assertThat(count(clean, PLACE)).isZero();
    assertSamePicture(decode(clean), upright(decode(located), orientation));
    for (String gone : new String[] {"tEXt", "zTXt", "iTXt", "tIME", "prVt", "eXIf", "GPS", "PK"}) {
      assertThat(count(clean, gone)).as(gone).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void pngsOfAllKindsKeepEveryPixel(int kind) throws IOException {
    BufferedImage image = new BufferedImage(64, 48, kind);
    Graphics2D pen = image.createGraphics();
    pen.setComposite(AlphaComposite.Src);
    pen.drawImage(EvidenceSamples.picture(), 0, 0, null);
    pen.setColor(new Color(10, 200, 30, 100));
    pen.fillRect(0, 0, 20, 20);
    pen.dispose();
    BufferedImage clean = decode(clean(EvidenceType.PNG, encode(image, "png")));
    assertThat(clean.getColorModel().getPixelSize())
        .isEqualTo(image.getColorModel().getPixelSize());
    assertSamePicture(clean, decode(encode(image, "png")));
  }

  @Test
  void webp_becomesAnUprightJpegWithoutLocation() throws IOException {
    for (int orientation : new int[] {1, 6}) {
      byte[] clean = clean(EvidenceType.JPEG, EvidenceSamples.locatedWebp(orientation));
      assertThat(count(clean, PLACE)).isZero();
      assertThat(Imaging.getImageSize(clean)).isEqualTo(new Dimension(1, 1));
    }
    byte[] chunks = EvidenceSamples.stripedWebp();
    BufferedImage plain = decode(clean(EvidenceType.JPEG, chunks));
    assertThat(plain.getWidth()).isEqualTo(40);
    assertNear(plain.getRGB(20, 3), 0xFFFF00);
    assertNear(plain.getRGB(20, 12), 0xFF0000);

    byte[] turned =
        EvidenceSamples.riff(
            join(
                EvidenceSamples.webpChunk("VP8X", new byte[] {8, 0, 0, 0, 39, 0, 0, 15, 0, 0}),
                Arrays.copyOfRange(chunks, 12, chunks.length),
                EvidenceSamples.webpChunk("EXIF", EvidenceSamples.locatedExif(6))));
    BufferedImage upright = decode(clean(EvidenceType.JPEG, turned));
    assertThat(upright.getWidth()).isEqualTo(16);
    assertNear(upright.getRGB(12, 20), 0xFFFF00);
    assertNear(upright.getRGB(3, 20), 0xFF0000);
  }

  /**
   * Decoding one of the two hostile files would use up an instance's memory, the other would take
   * minutes.
   */
  @Test
  void losslessOrTransparentWebp_isRefusedBeforeItIsDecoded() throws IOException {
    byte[] lossless = EvidenceSamples.losslessWebp();
    byte[] hidden =
        EvidenceSamples.riff(
            join(
                EvidenceSamples.webpChunk("VP8X", new byte[10]),
                EvidenceSamples.webpChunk("JUNK", new byte[3]),
                Arrays.copyOfRange(lossless, 12, lossless.length)));
    assertThat(EvidenceSamples.webpOfManyCodes()).hasSizeBetween(160_000, 170_000);
    assertThat(EvidenceSamples.webpOfManyTransforms()).hasSizeLessThan(1_000);
    for (byte[] file :
        new byte[][] {
          lossless,
          hidden,
          EvidenceSamples.transparentWebp(),
          EvidenceSamples.webpOfManyCodes(),
          EvidenceSamples.webpOfManyTransforms()
        }) {
      assertThat(sanitize(file, LIMITS))
          .isEqualTo(new Refused(Reason.UNSUPPORTED_TYPE, "lossless or transparent image/webp"));
    }
  }

  @Test
  void secondCleaning_changesNothingVisible() throws IOException {
    byte[] png = clean(EvidenceType.PNG, EvidenceSamples.locatedPng(6));
    assertThat(anyClean(png)).isEqualTo(png);
    byte[] jpeg = clean(EvidenceType.JPEG, EvidenceSamples.locatedJpeg(6));
    assertAlike(decode(anyClean(jpeg)), decode(jpeg));
    byte[] pdf = clean(EvidenceType.PDF, pdf());
    assertThat(anyClean(pdf)).isEqualTo(pdf);
  }

  @Test
  void imageTooLargeForMemory_isSubsampled() throws IOException {
    for (EvidenceType type : new EvidenceType[] {EvidenceType.JPEG, EvidenceType.PNG}) {
      byte[] file =
          type == EvidenceType.JPEG ? EvidenceSamples.plainJpeg(false) : EvidenceSamples.plainPng();
      Clean whole = ImageCleaner.clean(type, file, LIMITS, 64 * 48 * 3);
      assertThat(decode(whole.bytes()).getWidth()).isEqualTo(64);
      BufferedImage third = decode(ImageCleaner.clean(type, file, LIMITS, 2_000).bytes());
      assertThat(third.getWidth()).isEqualTo(22);
      assertThat(third.getHeight()).isEqualTo(16);
    }
    byte[] webp = EvidenceSamples.stripedWebp();
    assertThatThrownBy(() -> ImageCleaner.clean(EvidenceType.WEBP, webp, LIMITS, 40 * 16 * 6 - 6))
        .hasMessage("40 by 16 pixels are more than 639");
  }

  @Test
  void thumbnails_showTheWholeImage_inItsShades_onWhite() throws IOException {
    BufferedImage grey = new BufferedImage(1201, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 1201; x++) {
      grey.getRaster().setSample(x, 0, 0, x % 2 == 0 ? 40 : 80);
    }
    BufferedImage wide = small(grey);
    assertThat(wide.getWidth()).isEqualTo(320);
    assertThat(wide.getHeight()).isEqualTo(1);
    for (int x = 0; x < 320; x++) {
      // The mean of both shades: neither is skipped, and grey is not made brighter.
      assertThat(wide.getRGB(x, 0) & 0xff).isBetween(52, 68);
    }
    BufferedImage clear = small(new BufferedImage(40, 30, BufferedImage.TYPE_INT_ARGB));
    assertThat(clear.getWidth()).isEqualTo(40);
    assertThat(clear.getRGB(20, 15) & 0xffffff).isEqualTo(0xffffff);
    assertThat(((Clean) sanitize(EvidenceSamples.invoice(), LIMITS)).thumbnails()).isEmpty();
  }

  private BufferedImage small(BufferedImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return decode(((Clean) sanitize(png.toByteArray(), LIMITS)).thumbnails().get(ImageSize.SMALL));
  }

  @Test
  void dataHiddenInPixelData_isRemoved() throws IOException {
    byte[] png = EvidenceSamples.plainPng();
    int data = indexOf(png, latin1("IDAT"));
    byte[] chunk =
        Arrays.copyOfRange(png, data + 4, data + 4 + ByteBuffer.wrap(png).getInt(data - 4));
    byte[] hiding =
        join(
            Arrays.copyOf(png, data - 4),
            EvidenceSamples.pngChunk("IDAT", join(chunk, latin1("PK\3\4" + PLACE))),
            Arrays.copyOfRange(png, png.length - 12, png.length));
    assertThat(count(clean(EvidenceType.PNG, hiding), PLACE)).isZero();

    byte[] jpeg = EvidenceSamples.plainJpeg(false);
    byte[] behindLastBlock =
        join(
            Arrays.copyOf(jpeg, jpeg.length - 2),
            latin1(PLACE),
            new byte[] {(byte) 0xFF, (byte) 0xD9});
    assertThat(count(clean(EvidenceType.JPEG, behindLastBlock), PLACE)).isZero();
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
        .isEqualTo(new Refused(Reason.TOO_MANY_PIXELS, "64 by 48 pixels are more than 3071", 3071));
  }

  @Test
  void aPhotoOfVeryManyScansIsRefused() throws IOException {
    byte[] jpeg = EvidenceSamples.plainJpeg(true);
    int frame = indexOf(jpeg, new byte[] {(byte) 0xFF, (byte) 0xC2});
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 7_000).putShort(frame + 7, (short) 9_000);
    byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 1, 63, 0};
    byte[][] parts = new byte[42][];
    Arrays.fill(parts, scan);
    parts[0] = Arrays.copyOf(jpeg, jpeg.length - 2);
    parts[41] = new byte[] {(byte) 0xFF, (byte) 0xD9};
    assertThat(sanitize(join(parts), LIMITS))
        .isEqualTo(new Refused(Reason.MALFORMED, "The JPEG has too many scans"));
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
    assertRefused(Reason.UNSUPPORTED_TYPE, EvidenceSamples.printersJpeg());
  }

  // File types.

  @Test
  void type_isDetectedFromTheBytes_notFromTheName() throws IOException {
    Path html = Files.write(directory.resolve("photo.jpg"), latin1("<html><script>1</script>"));
    assertThat(new EvidenceSanitizer(LIMITS).sanitize(html))
        .isEqualTo(new Refused(Reason.UNSUPPORTED_TYPE, "The file begins as no known type"));
    Path pdf = Files.write(directory.resolve("photo2.jpg"), pdf());
    assertThat(new EvidenceSanitizer(LIMITS).sanitize(pdf))
        .isInstanceOfSatisfying(
            Clean.class, clean -> assertThat(clean.type()).isEqualTo(EvidenceType.PDF));
  }

  @Test
  void filesOfOtherKindsAreRefused() throws IOException {
    byte[] brand = {0, 0, 0, 24};
    byte[] heic = join(brand, latin1("ftypheic\0\0\0\0mif1heic"), new byte[100]);
    assertRefused(Reason.UNSUPPORTED_TYPE, heic);
    byte[] film = join(brand, latin1("ftypmp42\0\0\0\0mp42isom"), new byte[100]);
    assertRefused(Reason.UNSUPPORTED_TYPE, film);
    byte[] svg = latin1("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>");
    assertRefused(Reason.UNSUPPORTED_TYPE, svg);
    assertRefused(Reason.UNSUPPORTED_TYPE, latin1("GIF89a" + "x".repeat(100)));
    assertRefused(Reason.UNSUPPORTED_TYPE, latin1("MZ" + "\0".repeat(200)));
    assertRefused(Reason.UNSUPPORTED_TYPE, new byte[1000]);
  }

  @Test
  void polyglotFile_isStoredAsOneTypeOnly() throws IOException {
    byte[] page = latin1("<html><script>alert(1)</script></html>");
    byte[] archive = latin1("PK\3\4" + "\0".repeat(26) + "run.exe");
    byte[] jpeg = EvidenceSamples.plainJpeg(false);
    byte[] polyglot =
        join(
            Arrays.copyOf(jpeg, 2),
            EvidenceSamples.jpegSegment(0xFE, page),
            Arrays.copyOfRange(jpeg, 2, jpeg.length),
            archive);
    assertThat(clean(EvidenceType.JPEG, polyglot)).isEqualTo(clean(EvidenceType.JPEG, jpeg));
    assertThat(clean(EvidenceType.PDF, join(pdf(), archive)))
        .isEqualTo(clean(EvidenceType.PDF, pdf()));
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
                Reason.TOO_LARGE,
                (jpeg.length + 1) + " bytes are more than " + jpeg.length,
                jpeg.length));
  }

  @Test
  void truncatedFile_isRefused() throws IOException {
    for (byte[] whole :
        new byte[][] {
          EvidenceSamples.locatedByExif(EvidenceSamples.plainJpeg(false), 6),
          EvidenceSamples.plainPng(),
          EvidenceSamples.stripedWebp(),
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
  void invalidLimits_areRefused() {
    assertThatThrownBy(() -> new EvidenceLimits(EvidenceLimits.LARGEST_FILE + 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EvidenceLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EvidenceLimits(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  // Mutated files.

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
      EvidenceSamples.stripedWebp(),
      pdf(
          pdfStream(
              "5 0 obj", "/Subtype /Image /Filter /DCTDecode", EvidenceSamples.plainJpeg(false)),
          pdfStream("6 0 obj", "/Filter /FlateDecode", deflate(latin1("<</A(x)>>")))),
      PdfCleanerTest.packed(),
      PdfCleanerTest.invoice()
    };
    int clean = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] mutated = mutate(samples[random.nextInt(samples.length)], random);
      switch (sanitize(mutated, LIMITS)) {
        case Clean made -> {
          byte[] copy = made.bytes();
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
  void flippedBit_neverLetsALocationThrough() throws IOException {
    for (byte[] sample :
        new byte[][] {EvidenceSamples.locatedJpeg(6), EvidenceSamples.locatedPng(6)}) {
      int last = indexOf(sample, latin1("IDAT"));
      int header = last > 0 ? last : Math.min(sample.length, 4_000);
      for (int at = 0; at < header; at++) {
        byte[] flipped = sample.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        if (sanitize(flipped, LIMITS) instanceof Clean made) {
          assertThat(count(made.bytes(), PLACE)).as("bit at %d", at).isZero();
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
    return ((Clean) result).bytes();
  }

  private byte[] anyClean(byte[] bytes) throws IOException {
    Sanitized result = sanitize(bytes, LIMITS);
    assertThat(result).isInstanceOf(Clean.class);
    return ((Clean) result).bytes();
  }

  private void assertRefused(Reason reason, byte[] bytes) throws IOException {
    assertThat(sanitize(bytes, LIMITS))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.reason()).as(refused.detail()).isEqualTo(reason));
  }

  private static void assertSamePicture(BufferedImage actual, BufferedImage expected) {
    assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
    assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        assertThat(actual.getRGB(x, y)).isEqualTo(expected.getRGB(x, y));
      }
    }
  }

  /** Allows for the differences that re-encoding makes in a picture with hard edges. */
  private static void assertAlike(BufferedImage actual, BufferedImage expected) {
    assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
    assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
    long difference = 0;
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        difference += difference(actual.getRGB(x, y), expected.getRGB(x, y));
      }
    }
    assertThat(difference / (3.0 * expected.getWidth() * expected.getHeight())).isLessThan(6);
  }

  private static void assertNear(int actual, int expected) {
    assertThat(difference(actual, expected)).isLessThan(30);
  }

  private static int difference(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      sum += Math.abs((one >> shift & 255) - (other >> shift & 255));
    }
    return sum;
  }

  /** Returns the picture as a viewer shows it with this orientation (Exif 2.32 section 4.6.4 A). */
  private static BufferedImage upright(BufferedImage image, int orientation) {
    int right = image.getWidth() - 1;
    int bottom = image.getHeight() - 1;
    boolean turned = orientation > 4;
    BufferedImage seen =
        new BufferedImage(
            (turned ? bottom : right) + 1,
            (turned ? right : bottom) + 1,
            BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < seen.getHeight(); y++) {
      for (int x = 0; x < seen.getWidth(); x++) {
        int colour =
            switch (orientation) {
              case 2 -> image.getRGB(right - x, y);
              case 3 -> image.getRGB(right - x, bottom - y);
              case 4 -> image.getRGB(x, bottom - y);
              case 5 -> image.getRGB(y, x);
              case 6 -> image.getRGB(y, bottom - x);
              case 7 -> image.getRGB(right - y, bottom - x);
              case 8 -> image.getRGB(right - y, x);
              default -> image.getRGB(x, y);
            };
        seen.setRGB(x, y, colour);
      }
    }
    return seen;
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
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
}
