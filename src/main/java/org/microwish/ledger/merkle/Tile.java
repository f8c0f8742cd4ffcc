package org.microwish.ledger.merkle;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One tile of C2SP tlog-tiles: up to 256 adjacent hashes of one height.
 *
 * @param level its hashes are the roots of subtrees of 256^level leaves
 * @param index its position among the tiles of its level, from 0
 * @param width how many hashes it holds; 256 when it is full
 */
public record Tile(int level, long index, int width) {

  /** Number of hashes in a full tile, and of leaves in a full entry bundle. */
  public static final int WIDTH = 256;

  /** Two to this power is {@link #WIDTH}. */
  public static final int BITS = 8;

  /** Highest level; enough for 2^63 leaves. */
  public static final int MAX_LEVEL = 7;

  /** One more than the largest index: 2^63 leaves make 2^55 tiles. */
  private static final long INDICES = 1L << 55;

  private static final Pattern LEVEL = Pattern.compile("0|[1-9][0-9]?");
  private static final Pattern PLACE =
      Pattern.compile("((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  public Tile {
    if (level < 0
        || level > MAX_LEVEL
        || index < 0
        || index >= INDICES
        || width < 1
        || width > WIDTH) {
      throw new IllegalArgumentException("tile " + level + "/" + index + " of width " + width);
    }
  }

  /** Whether it holds all 256 hashes; a full tile never changes. */
  public boolean isFull() {
    return width == WIDTH;
  }

  /** The path below {@code tile/}: level, then place. */
  public String path() {
    return level + "/" + place(index, width);
  }

  /** The path of an entry bundle below {@code tile/}. */
  public static String bundlePath(long index, int width) {
    return "entries/" + place(index, width);
  }

  /**
   * How many hashes a tile holds in a tree of {@code size} leaves; 0 when the tree has no such
   * tile.
   */
  public static int width(long size, int level, long index) {
    if (level > MAX_LEVEL || index >= INDICES) {
      return 0;
    }
    long hashes = size >> (BITS * level);
    return Math.clamp(hashes - index * WIDTH, 0, WIDTH);
  }

  /**
   * Parses a level and a place such as {@code x001/x234/067} or {@code x001/x234/067.p/8}.
   *
   * @throws IllegalArgumentException for any other form; each tile has exactly one
   */
  public static Tile parse(String level, String place) {
    if (!LEVEL.matcher(level).matches()) {
      throw new IllegalArgumentException("invalid tile level: " + level);
    }
    Matcher matcher = PLACE.matcher(place);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("invalid tile index: " + place);
    }
    String digits = matcher.group(1);
    if (digits.startsWith("x000/")) {
      throw new IllegalArgumentException("tile index with leading zeros: " + place);
    }
    long index = Long.parseLong(digits.replace("x", "").replace("/", ""));
    int width = matcher.group(2) == null ? WIDTH : Integer.parseInt(matcher.group(2));
    if (matcher.group(2) != null && width >= WIDTH) {
      throw new IllegalArgumentException("invalid partial tile width: " + place);
    }
    return new Tile(Integer.parseInt(level), index, width);
  }

  private static String place(long index, int width) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      text.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
    }
    if (width < WIDTH) {
      text.append(".p/").append(width);
    }
    return text.toString();
  }
}
