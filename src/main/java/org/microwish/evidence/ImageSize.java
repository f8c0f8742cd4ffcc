package org.microwish.evidence;

/** The sizes of the thumbnails that are made of every image. */
public enum ImageSize {
  /** For a card in a list: at most 320 pixels on the longer side, about 20 KB. */
  SMALL(320),
  /** For the width of a phone: at most 960 pixels on the longer side, about 120 KB. */
  LARGE(960);

  /** The media type of all thumbnails. */
  public static final String MEDIA_TYPE = "image/jpeg";

  private final int side;

  ImageSize(int side) {
    this.side = side;
  }

  /** The maximum of width and height in pixels. A smaller image keeps its size. */
  public int side() {
    return side;
  }
}
