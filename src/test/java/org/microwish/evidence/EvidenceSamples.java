package org.microwish.evidence;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.commons.imaging.formats.jpeg.exif.ExifRewriter;
import org.apache.commons.imaging.formats.jpeg.iptc.IptcBlock;
import org.apache.commons.imaging.formats.jpeg.iptc.IptcRecord;
import org.apache.commons.imaging.formats.jpeg.iptc.IptcTypes;
import org.apache.commons.imaging.formats.jpeg.iptc.JpegIptcRewriter;
import org.apache.commons.imaging.formats.jpeg.iptc.PhotoshopApp13Data;
import org.apache.commons.imaging.formats.jpeg.xmp.JpegXmpRewriter;
import org.apache.commons.imaging.formats.tiff.constants.ExifTagConstants;
import org.apache.commons.imaging.formats.tiff.constants.TiffTagConstants;
import org.apache.commons.imaging.formats.tiff.write.TiffOutputSet;

/** Generates small, real files that contain their location in every way known to us. */
public final class EvidenceSamples {

  /** Occurs in every text of a sample that reveals a location. */
  static final String PLACE = "MEIHUACUN-23.1321";

  private static final String XMP =
      """
      <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="23,7.9N"
       exif:GPSLongitude="113,18.1E" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
       photoshop:City="%s"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>\
      """
          .formatted(PLACE);

  private EvidenceSamples() {}

  /** A photo that contains its location. */
  public static byte[] locatedPhoto() throws IOException {
    return locatedJpeg(6);
  }

  /** A screenshot without metadata. */
  public static byte[] screenshot() throws IOException {
    return plainPng();
  }

  /** An electronic invoice. */
  public static byte[] invoice() {
    return pdf();
  }

  /** An invoice that contains a photo with its location. */
  public static byte[] locatedPdf() throws IOException {
    return pdf(pdfStream("5 0 obj", "/Subtype /Image /Filter /DCTDecode", locatedJpeg(1)));
  }

  /** An invoice that contains a JavaScript action. */
  public static byte[] scriptedPdf() {
    return pdf(latin1("5 0 obj\n<< /S /JavaScript /JS (app.alert\\(1\\)) >>\nendobj\n"));
  }

  /** A small file that claims to be an image of 50,000 by 50,000 pixels. */
  public static byte[] pixelBomb() throws IOException {
    byte[] png = plainPng();
    byte[] header = Arrays.copyOfRange(png, 16, 16 + 13);
    ByteBuffer.wrap(header).putInt(0, 50_000).putInt(4, 50_000);
    return join(
        Arrays.copyOf(png, 8), pngChunk("IHDR", header), Arrays.copyOfRange(png, 33, png.length));
  }

  /** Whether a file contains the location of these samples. */
  public static boolean tellsPlace(byte[] file) {
    return indexOf(file, latin1(PLACE)) >= 0;
  }

  static byte[] xmp() {
    return XMP.getBytes(StandardCharsets.UTF_8);
  }

  /** A picture whose corners differ, so that a rotation shows. */
  static BufferedImage picture() {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    for (int x = 0; x < 64; x++) {
      pen.setColor(new Color(x * 4, 255 - x * 3, (x * 37) % 256));
      pen.fillRect(x, 0, 1, 48);
    }
    pen.setColor(Color.RED);
    pen.fillOval(4, 4, 14, 14);
    pen.dispose();
    return image;
  }

  static byte[] plainJpeg(boolean progressive) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream sink = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.setOutput(sink);
      writer.write(null, new IIOImage(picture(), null, null), settings);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A JPEG with four colour components, as for print (CMYK). */
  static byte[] printersJpeg() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream sink = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(sink);
      Raster colours = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
      writer.write(null, new IIOImage(colours, null, null), null);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A photo with its location in EXIF, XMP, IPTC and a comment, and with a video appended. */
  static byte[] locatedJpeg(int orientation) throws IOException {
    byte[] jpeg = locatedByExif(plainJpeg(false), orientation);
    ByteArrayOutputStream withXmp = new ByteArrayOutputStream();
    new JpegXmpRewriter().updateXmpXml(jpeg, withXmp, XMP);
    ByteArrayOutputStream withIptc = new ByteArrayOutputStream();
    List<IptcRecord> records =
        List.of(
            new IptcRecord(IptcTypes.CITY, PLACE), new IptcRecord(IptcTypes.SUBLOCATION, PLACE));
    new JpegIptcRewriter()
        .writeIptc(
            withXmp.toByteArray(),
            withIptc,
            new PhotoshopApp13Data(records, new ArrayList<IptcBlock>()));
    byte[] located = withIptc.toByteArray();
    return join(
        Arrays.copyOf(located, 2),
        jpegSegment(0xFE, latin1("taken at " + PLACE)),
        jpegSegment(0xE2, latin1("MPF\0" + PLACE)),
        jpegSegment(0xEB, latin1("maker " + PLACE)),
        Arrays.copyOfRange(located, 2, located.length),
        latin1("....ftypmp42" + PLACE));
  }

  /** A photo with its location in EXIF only, as most phones write it. */
  static byte[] locatedByExif(byte[] jpeg, int orientation) throws IOException {
    TiffOutputSet exif = new TiffOutputSet();
    exif.getOrCreateRootDirectory().add(TiffTagConstants.TIFF_TAG_ORIENTATION, (short) orientation);
    exif.getOrCreateRootDirectory().add(TiffTagConstants.TIFF_TAG_IMAGE_DESCRIPTION, PLACE);
    exif.getOrCreateExifDirectory().add(ExifTagConstants.EXIF_TAG_USER_COMMENT, PLACE);
    exif.setGpsInDegrees(113.3022, 23.1321);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ExifRewriter().updateExifMetadataLossless(jpeg, out, exif);
    return out.toByteArray();
  }

  /** The TIFF block of {@link #locatedByExif}. */
  static byte[] locatedExif(int orientation) throws IOException {
    byte[] jpeg = locatedByExif(plainJpeg(false), orientation);
    int at = indexOf(jpeg, latin1("Exif\0\0"));
    int length = Byte.toUnsignedInt(jpeg[at - 2]) << 8 | Byte.toUnsignedInt(jpeg[at - 1]);
    return Arrays.copyOfRange(jpeg, at + 6, at - 2 + length);
  }

  static byte[] jpegSegment(int marker, byte[] payload) {
    int length = payload.length + 2;
    return join(
        new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length}, payload);
  }

  static byte[] plainPng() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture(), "png", out);
    return out.toByteArray();
  }

  /**
   * A screenshot with its location in eXIf, in all three kinds of text chunk, and after the end.
   */
  static byte[] locatedPng(int orientation) throws IOException {
    byte[] png = plainPng();
    int header = 8 + 12 + 13;
    byte[] end = Arrays.copyOfRange(png, png.length - 12, png.length);
    return join(
        Arrays.copyOf(png, header),
        pngChunk("pHYs", new byte[] {0, 0, 11, 19, 0, 0, 11, 19, 1}),
        pngChunk("tEXt", latin1("Location\0" + PLACE)),
        pngChunk("iTXt", latin1("XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
        pngChunk("zTXt", join(latin1("Comment\0\0"), deflate(latin1(PLACE)))),
        pngChunk("eXIf", locatedExif(orientation)),
        pngChunk("prVt", latin1(PLACE)),
        Arrays.copyOfRange(png, header, png.length - 12),
        pngChunk("tIME", new byte[] {7, (byte) 230, 2, 17, 8, 30, 0}),
        pngChunk("tEXt", latin1("Comment\0" + PLACE)),
        end,
        latin1("PK\3\4" + PLACE));
  }

  static byte[] pngChunk(String type, byte[] payload) {
    byte[] name = latin1(type);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(payload);
    return ByteBuffer.allocate(payload.length + 12)
        .putInt(payload.length)
        .put(name)
        .put(payload)
        .putInt((int) sum.getValue())
        .array();
  }

  /** One pixel, lossy, without extended header. */
  static byte[] plainWebp() {
    return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
  }

  /** A lossy picture of 40 × 16 pixels; its upper half is yellow and its lower half is red. */
  static byte[] stripedWebp() {
    return Base64.getDecoder()
        .decode(
            "UklGRkoAAABXRUJQVlA4ID4AAAAwAgCdASooABAAAMASJaAB2APwA/EACM3+QAD+70P///7akf//9brfrGCJ"
                + "H+pb//5KWP3+tHP/Vrgvq1AAAA==");
  }

  /** Four by four pixels, lossy, half transparent. */
  static byte[] transparentWebp() {
    return Base64.getDecoder()
        .decode(
            "UklGRmgAAABXRUJQVlA4WAoAAAAQAAAAAwAAAwAAQUxQSBEAAAAAgICAgICAgICAgICAgICAgABWUDggMAAA"
                + "ANABAJ0BKgQABAABQCYloAJ0ugH4AAOwAP7y63/82BXNc+/3/9Lg/S4P0uD/0pAAAA==");
  }

  /** One pixel, lossless. */
  static byte[] losslessWebp() {
    return Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
  }

  /**
   * An image of 64 × 64 pixels that announces 65,536 groups of five prefix codes each (RFC 9649,
   * section 3.6): 160 KB that take 340 MB to decode.
   */
  static byte[] webpOfManyCodes() {
    int[][] widthsAndValues = {
      // The signature, width and height minus one, no transparency, version 0.
      {8, 0x2F},
      {14, 63},
      {14, 63},
      {4, 0},
      // No transform and no colour cache; a group number for every 4 × 4 pixels.
      {2, 0},
      {1, 1},
      {3, 0},
      // The image of these numbers: no colour cache; green is 0 or 255, one bit each.
      {1, 0},
      {3, 7},
      {8, 0},
      {8, 255},
      // Red likewise.
      {3, 7},
      {8, 0},
      {8, 255},
      // Blue, transparency and distance are always 0 and take no bits.
      {4, 1},
      {4, 1},
      {4, 1}
    };
    BitSet bits = new BitSet();
    int end = 0;
    for (int[] field : widthsAndValues) {
      for (int i = 0; i < field[0]; i++) {
        bits.set(end++, (field[1] >> i & 1) == 1);
      }
    }
    // Each of the 16 × 16 numbers is 65,535.
    bits.set(end, end + 2 * 16 * 16);
    end += 2 * 16 * 16;
    // The codes: one symbol each, 0.
    for (int code = 0; code < 65_536 * 5; code++, end += 4) {
      bits.set(end);
    }
    return riff(webpChunk("VP8L", bits.toByteArray()));
  }

  /**
   * An image of 4,000 × 3,000 pixels with 2,000 colour transforms of one type, although each type
   * may occur at most once (RFC 9649, section 4). A decoder that accepts them makes a pass over all
   * pixels for every three bits of the file.
   */
  static byte[] webpOfManyTransforms() {
    ByteBuffer head = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) 0x2F).putInt(3_999 | 2_999 << 14);
    BitSet bits = BitSet.valueOf(head.array());
    int end = 40;
    for (int i = 0; i < 2_000; i++, end += 3) {
      // There is a transform, of type 2: add green to the others.
      bits.set(end);
      bits.set(end + 2);
    }
    // No more, no colour cache, no groups; five codes of one symbol.
    end += 3;
    for (int code = 0; code < 5; code++, end += 4) {
      bits.set(end);
    }
    return riff(webpChunk("VP8L", Arrays.copyOf(bits.toByteArray(), end / 8 + 8)));
  }

  /** One pixel with its location in EXIF, XMP, an unknown chunk and after the end. */
  static byte[] locatedWebp(int orientation) throws IOException {
    byte[] plain = plainWebp();
    byte[] chunks =
        join(
            webpChunk("VP8X", new byte[] {0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
            Arrays.copyOfRange(plain, 12, plain.length),
            webpChunk("EXIF", locatedExif(orientation)),
            webpChunk("XMP ", xmp()),
            webpChunk("PLAC", latin1(PLACE)));
    return join(riff(chunks), latin1(PLACE));
  }

  static byte[] riff(byte[] chunks) {
    return join(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(latin1("RIFF"))
            .putInt(chunks.length + 4)
            .put(latin1("WEBP"))
            .array(),
        chunks);
  }

  static byte[] webpChunk(String type, byte[] payload) {
    return ByteBuffer.allocate(8 + payload.length + (payload.length & 1))
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(latin1(type))
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /**
   * An invoice of one page.
   *
   * @param objects further objects, numbered from 5, that the page's resources refer to
   */
  static byte[] pdf(byte[]... objects) {
    StringBuilder resources = new StringBuilder();
    for (int i = 0; i < objects.length; i++) {
      resources.append("/X%d %d 0 R ".formatted(i + 5, i + 5));
    }
    List<byte[]> all = new ArrayList<>();
    all.add(latin1("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"));
    all.add(latin1("2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"));
    all.add(
        latin1(
            """
            3 0 obj
            << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
               /Resources << /XObject << %s>> >> >>
            endobj
            """
                .formatted(resources)));
    all.add(
        pdfStream(
            "4 0 obj",
            "/Filter /FlateDecode",
            deflate(latin1("BT /F1 12 Tf (Invoice \\(copy\\) stream) Tj ET"))));
    all.addAll(List.of(objects));
    return pdfOf(all, "/Root 1 0 R");
  }

  /** A PDF of these objects, numbered from 1, with a cross-reference table. */
  static byte[] pdfOf(List<byte[]> objects, String trailer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(latin1("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"));
    StringBuilder table = new StringBuilder("xref\n0 %d\n".formatted(objects.size() + 1));
    table.append("0000000000 65535 f \n");
    for (byte[] object : objects) {
      table.append("%010d 00000 n \n".formatted(out.size()));
      out.writeBytes(object);
    }
    int start = out.size();
    out.writeBytes(latin1(table.toString()));
    out.writeBytes(
        latin1(
            "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n"
                .formatted(objects.size() + 1, trailer, start)));
    return out.toByteArray();
  }

  static byte[] pdfStream(String object, String entries, byte[] data) {
    return join(
        latin1(object + "\n<< " + entries + " /Length " + data.length + " >>\nstream\r\n"),
        data,
        latin1("\nendstream\nendobj\n"));
  }

  static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  static BufferedImage decode(byte[] bytes) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static int indexOf(byte[] bytes, byte[] sought) {
    for (int at = 0; at <= bytes.length - sought.length; at++) {
      if (Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
        return at;
      }
    }
    return -1;
  }
}
