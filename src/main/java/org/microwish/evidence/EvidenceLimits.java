package org.microwish.evidence;

/**
 * The limits for one uploaded file.
 *
 * @param maxBytes size of the uploaded file in bytes, at most {@link #LARGEST_FILE}
 * @param maxPixels width times height of an image, as its header states them: a small file can
 *     state dimensions that no viewer can hold in memory
 */
public record EvidenceLimits(long maxBytes, long maxPixels) {

  /**
   * The highest permitted value of {@link #maxBytes}: 10 MiB. Configuration can only lower {@link
   * #maxBytes}, because the limit for HTTP bodies is derived from this constant.
   */
  public static final long LARGEST_FILE = 10L * 1024 * 1024;

  /**
   * The default of {@link #maxPixels}: about 9,000 by 7,000 pixels, more than any phone photo that
   * fits in ten megabytes. A decoder of progressive JPEG needs up to 6 bytes of off-heap memory for
   * each stated pixel.
   */
  public static final long MANY_PIXELS = 64_000_000;

  public EvidenceLimits {
    if (maxBytes < 1 || maxBytes > LARGEST_FILE) {
      throw new IllegalArgumentException(
          "The largest evidence file must have 1 to %d bytes, not %d"
              .formatted(LARGEST_FILE, maxBytes));
    }
    if (maxPixels < 1) {
      throw new IllegalArgumentException(
          "The maximum number of pixels must be at least 1, not " + maxPixels);
    }
  }

  /**
   * Refuses an image with more than {@link #maxPixels}. The dimensions are read from the file and
   * can be any numbers.
   */
  void requireFewPixels(long width, long height) {
    if (width > 0 && height > maxPixels / width) {
      throw UnacceptableFile.tooManyPixels(width, height, maxPixels);
    }
  }

  /** The default limits. */
  public static EvidenceLimits standard() {
    return new EvidenceLimits(LARGEST_FILE, MANY_PIXELS);
  }
}
