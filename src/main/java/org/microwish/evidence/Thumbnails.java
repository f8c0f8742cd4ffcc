package org.microwish.evidence;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Scales images down. */
final class Thumbnails {

  private Thumbnails() {}

  /**
   * Returns a copy of an image in sRGB on a white ground, which is at most {@code side} pixels wide
   * and high. Halves the image repeatedly, so that every pixel of the image contributes to the
   * copy: scaling in a single step would skip most pixels. The first step needs a third of the
   * memory of an RGB image.
   */
  static BufferedImage fit(BufferedImage image, int side) {
    double scale = Math.min(1, (double) side / Math.max(image.getWidth(), image.getHeight()));
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage scaled = image;
    do {
      scaled =
          draw(
              scaled,
              Math.max(width, Math.ceilDiv(scaled.getWidth(), 2)),
              Math.max(height, Math.ceilDiv(scaled.getHeight(), 2)));
    } while (scaled.getWidth() > width || scaled.getHeight() > height);
    return scaled;
  }

  private static BufferedImage draw(BufferedImage image, int width, int height) {
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, Color.WHITE, null);
    } finally {
      graphics.dispose();
    }
    return drawn;
  }
}
