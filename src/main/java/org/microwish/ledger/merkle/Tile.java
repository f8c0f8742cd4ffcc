package org.microwish.ledger.merkle;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One tile of a Merkle tree (C2SP tlog-tiles): up to 256 adjacent hashes of one height.
 *
 * @param level the level; each hash of the tile is the root of a subtree of 256^level leaves
 * @param index the position of the tile among those of its level, from 0
 * @param width the number of hashes in the tile; 256 when it is full
 */
public record Tile(int level, long index, int width) {

  /** The number of hashes in a full tile, and of leaves in a full entry bundle. */
  public static final int WIDTH = 256;

  /**
   * The binary logarithm of {@link #WIDTH}: the number of tree heights that one level of tiles
   * covers.
   */
  public static final int BITS = 8;

  /** The highest level of a tile; enough for 2^63 leaves. */
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

  /** Returns true if the tile holds all 256 hashes. A full tile never changes. */
  public boolean isFull() {
    return width == WIDTH;
  }

  /**
   * Returns the tile's path below {@code tile/}: its level and its index, such as {@code
   * 0/x001/234}, and the width of a partial tile, such as {@code .p/8}.
   */
  public String path() {
    return level + "/" + place(index, width);
  }

  /** Returns the path of an entry bundle below {@code tile/}. */
  public static String bundlePath(long index, int width) {
    return "entries/" + place(index, width);
  }

  /**
   * Returns how many hashes a tile holds in a tree of {@code size} leaves; 0 if the tree does not
   * contain the tile.
   */
  public static int width(long size, int level, long index) {
    if (level > MAX_LEVEL || index >= INDICES) {
      return 0;
    }
    long hashes = size >> (BITS * level);
    return Math.clamp(hashes - index * WIDTH, 0, WIDTH);
  }

  /**
   * Parses the two parts of a tile's path: the level, and the index such as {@code x001/x234/067},
   * which for a partial tile is followed by the width, as in {@code x001/x234/067.p/8}.
   *
   * @throws IllegalArgumentException for any other form; each tile has exactly one path
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
