package org.microwish.ledger.merkle;

import java.util.regex.Pattern;

/**
 * The size and the root hash of a log's tree, as the log signs them (C2SP tlog-checkpoint).
 *
 * @param origin the log's name, which is also the name of its keys
 * @param size the number of leaves, at most {@link #MAX_SIZE}
 * @param root the root hash over these leaves
 */
public record Checkpoint(String origin, long size, Hash root) {

  /**
   * Maximum number of leaves that a checkpoint may state. No real log comes near it, and no size,
   * index or width that is computed from it can overflow.
   */
  public static final long MAX_SIZE = 1L << 48;

  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

  public Checkpoint {
    if (!NoteKey.isName(origin) || size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException("not a checkpoint: origin " + origin + ", size " + size);
    }
  }

  /**
   * Parses the text of a signed note. Ignores the extension lines after the third line.
   *
   * @throws IllegalArgumentException when the text is ill-formed
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || !SIZE.matcher(lines[1]).matches()) {
      throw new IllegalArgumentException(
          "not a checkpoint: expected origin, size and root, each on a line");
    }
    return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.parseBase64(lines[2]));
  }

  /** Returns the text that is signed: origin, size and root, each on a line. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }
}
