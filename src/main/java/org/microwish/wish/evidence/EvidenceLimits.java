package org.microwish.wish.evidence;

/**
 * What one file may be at most.
 *
 * @param maxBytes size of the uploaded file in bytes, at most {@link #LARGEST_FILE}
 * @param maxPixels width times height of an image, read from its header: a small file can claim an
 *     image that no viewer can hold
 */
public record EvidenceLimits(long maxBytes, long maxPixels) {

  /** 10 MiB. Configuration can only lower it: the HTTP body limit is made for it. */
  public static final long LARGEST_FILE = 10L * 1024 * 1024;

  /** A photo of 12,000 by 8,000 or so: 400 MB when a viewer decodes it. */
  public static final long MANY_PIXELS = 100_000_000;

  public EvidenceLimits {
    if (maxBytes < 1 || maxBytes > LARGEST_FILE) {
      throw new IllegalArgumentException(
          "The largest evidence file must have 1 to %d bytes, not %d"
              .formatted(LARGEST_FILE, maxBytes));
    }
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "An image must be allowed a pixel at least, not " + maxPixels);
    }
  }

  /** Checks the size that an image claims, which may be any number that fits its header. */
  void checkPixels(long width, long height) throws UnacceptableFile {
    if (width < 1 || height < 1) {
      throw UnacceptableFile.malformed("The image has no size");
    }
    if (width > maxPixels / height) {
      throw UnacceptableFile.tooManyPixels(width, height, maxPixels);
    }
  }

  /** The limits where nothing is configured. */
  public static EvidenceLimits standard() {
    return new EvidenceLimits(LARGEST_FILE, MANY_PIXELS);
  }
}
