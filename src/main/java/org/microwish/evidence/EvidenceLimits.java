package org.microwish.evidence;

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

  /**
   * A photo of 9,000 by 7,000 or so, more than any phone's that fits ten megabytes. A decoder of
   * progressive JPEG holds up to 6 bytes for each pixel that is stated, outside the heap.
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
          "An image must be allowed a pixel at least, not " + maxPixels);
    }
  }

  /** Refuses a size in pixels that an image states, which may be any number. */
  void requireFewPixels(long width, long height) {
    if (width > 0 && height > maxPixels / width) {
      throw UnacceptableFile.tooManyPixels(width, height, maxPixels);
    }
  }

  /** The limits where nothing is configured. */
  public static EvidenceLimits standard() {
    return new EvidenceLimits(LARGEST_FILE, MANY_PIXELS);
  }
}
