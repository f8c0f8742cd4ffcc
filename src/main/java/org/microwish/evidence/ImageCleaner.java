package org.microwish.evidence;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.microwish.evidence.Sanitized.Clean;

/**
 * Decodes an image and encodes its pixels again, upright and in sRGB or grey, so that nothing else
 * of the file is copied: no metadata, no second picture, no data appended or hidden in the coded
 * data.
 *
 * <p>A PNG stays a PNG, a JPEG a JPEG. A WebP becomes a JPEG: there is no WebP encoder in Java.
 */
final class ImageCleaner {

  /** JPEG quality without visible loss, at about the original's size. */
  private static final float QUALITY = 0.9f;

  /** JPEG quality of thumbnails, which phones load by the dozen. */
  private static final float THUMBNAIL_QUALITY = 0.8f;

  /**
   * The memory per pixel of a WebP, in bytes. Subsampling does not save memory, because the reader
   * decodes the whole image first.
   */
  private static final int WEBP_PIXEL_BYTES = 6;

  /**
   * The maximum number of a JPEG's scans times its pixels, which bounds the time to decode it. A
   * progressive photo has about ten scans; decoding a scan takes about 5 ns per pixel.
   */
  private static final long MOST_SCANNED_PIXELS = 2_000_000_000;

  private ImageCleaner() {}

  /**
   * Returns a clean copy of an image with its thumbnails, or throws an {@link UnacceptableFile}.
   *
   * @param type the type detected from the first bytes: JPEG, PNG or WEBP
   * @param maxBytes maximum memory for the decoded pixels; a larger JPEG or PNG is subsampled: only
   *     every second, third, … pixel of every second, third, … row is kept
   */
  static Clean clean(EvidenceType type, byte[] file, EvidenceLimits limits, long maxBytes) {
    byte[] exif;
    BufferedImage image;
    if (type == EvidenceType.JPEG) {
      JpegSegments jpeg = new JpegSegments(file);
      limits.requireFewPixels(jpeg.width(), jpeg.height());
      if (jpeg.scans() * jpeg.width() * jpeg.height() > MOST_SCANNED_PIXELS) {
        throw UnacceptableFile.malformed("The JPEG has too many scans");
      }
      exif = jpeg.exif();
      image = decode(reader("jpeg"), input(jpeg.withoutMetadata()), limits, maxBytes);
    } else if (type == EvidenceType.PNG) {
      exif = ExifBlock.find(type, file);
      image = decode(reader("png"), input(file), limits, maxBytes);
    } else {
      exif = ExifBlock.find(type, file);
      long most = Math.min(limits.maxPixels(), maxBytes / WEBP_PIXEL_BYTES);
      image =
          decode(
              new WebPImageReaderSpi().createReaderInstance(null),
              new WebpInput(file),
              new EvidenceLimits(limits.maxBytes(), most),
              maxBytes);
    }
    EvidenceType becomes = type == EvidenceType.PNG ? EvidenceType.PNG : EvidenceType.JPEG;
    BufferedImage upright = upright(image, ExifBlock.orientation(exif));
    byte[] clean = encode(upright, becomes, QUALITY);
    Map<ImageSize, byte[]> thumbnails = new EnumMap<>(ImageSize.class);
    BufferedImage large = Thumbnails.fit(upright, ImageSize.LARGE.side());
    BufferedImage small = Thumbnails.fit(large, ImageSize.SMALL.side());
    thumbnails.put(ImageSize.LARGE, encode(large, EvidenceType.JPEG, THUMBNAIL_QUALITY));
    thumbnails.put(ImageSize.SMALL, encode(small, EvidenceType.JPEG, THUMBNAIL_QUALITY));
    return new Clean(becomes, clean, thumbnails);
  }

  private static ImageReader reader(String format) {
    return ImageIO.getImageReadersByFormatName(format).next();
  }

  private static ImageInputStream input(byte[] file) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
  }

  /**
   * Input for the WebP decoder that throws an IOException when the decoder needs more bytes than
   * the file has. The decoder would ignore an EOFException and continue with arbitrary bits. Zeros
   * are appended to the file, because the decoder reads up to nine bytes ahead.
   */
  private static final class WebpInput extends MemoryCacheImageInputStream {

    private static final int READ_AHEAD = 16;

    WebpInput(byte[] file) {
      super(new ByteArrayInputStream(Arrays.copyOf(file, file.length + READ_AHEAD)));
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read < 0) {
        throw new IOException("The file ends too early");
      }
      return read;
    }
  }

  private static BufferedImage decode(
      ImageReader reader, ImageInputStream input, EvidenceLimits limits, long maxBytes) {
    try (input) {
      reader.setInput(input, false, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      limits.requireFewPixels(width, height);
      ImageTypeSpecifier colours = colours(reader.getImageTypes(0));
      int pixelBytes = Math.ceilDiv(colours.getColorModel().getPixelSize(), 8);
      int step = 1;
      while ((long) Math.ceilDiv(width, step) * Math.ceilDiv(height, step) * pixelBytes
          > maxBytes) {
        step++;
      }
      ImageReadParam settings = reader.getDefaultReadParam();
      settings.setDestinationType(colours);
      settings.setSourceSubsampling(step, step, 0, 0);
      return reader.read(0, settings);
    } catch (UnacceptableFile refused) {
      throw refused;
    } catch (IOException | RuntimeException damaged) {
      // A damaged file can cause any runtime exception, because readers use numbers from the file
      // as indexes.
      throw UnacceptableFile.malformed("The image cannot be decoded: " + damaged);
    } finally {
      reader.dispose();
    }
  }

  /**
   * Selects the first offered pixel format in sRGB or grey, which needs no colour profile. Refuses
   * an image in other colours.
   */
  private static ImageTypeSpecifier colours(Iterator<ImageTypeSpecifier> offered) {
    while (offered.hasNext()) {
      ImageTypeSpecifier type = offered.next();
      ColorSpace space = type.getColorModel().getColorSpace();
      if (space.isCS_sRGB() || space.equals(ColorSpace.getInstance(ColorSpace.CS_GRAY))) {
        return type;
      }
    }
    throw UnacceptableFile.unsupported("an image in colours other than RGB and grey");
  }

  /** Rotates and mirrors the image as its EXIF orientation (1 to 8) requires. */
  private static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean turned = orientation >= 5;
    boolean fromRight = orientation == 2 || orientation == 3 || orientation >= 7;
    boolean fromBelow =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    WritableRaster from = image.getRaster();
    WritableRaster to =
        from.createCompatibleWritableRaster(turned ? height : width, turned ? width : height);
    Object pixel = null;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixel = from.getDataElements(x, y, pixel);
        int across = fromRight ? width - 1 - x : x;
        int down = fromBelow ? height - 1 - y : y;
        to.setDataElements(turned ? down : across, turned ? across : down, pixel);
      }
    }
    return new BufferedImage(image.getColorModel(), to, image.isAlphaPremultiplied(), null);
  }

  private static byte[] encode(BufferedImage image, EvidenceType type, float quality) {
    ByteArrayOutputStream clean = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByMIMEType(type.mediaType()).next();
    try (var output = new MemoryCacheImageOutputStream(clean)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (type == EvidenceType.JPEG) {
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality);
      }
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException tooLong) {
      // A damaged WebP may state a width or height that JPEG does not support.
      throw UnacceptableFile.malformed("The image cannot be encoded: " + tooLong.getMessage());
    } finally {
      writer.dispose();
    }
    return clean.toByteArray();
  }
}
