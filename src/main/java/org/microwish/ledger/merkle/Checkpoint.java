package org.microwish.ledger.merkle;

import java.util.regex.Pattern;

/**
 * A tree's state as it is signed (C2SP tlog-checkpoint).
 *
 * @param origin names the log, and is the name of its keys
 * @param size leaves
 * @param root the root over them
 */
public record Checkpoint(String origin, long size, Hash root) {

  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

  public Checkpoint {
    if (!NoteKey.isName(origin) || size < 0) {
      throw new IllegalArgumentException("no checkpoint: " + origin + ", " + size);
    }
  }

  /**
   * Parses the text of a note; lines after the third are for others.
   *
   * @throws IllegalArgumentException when it is no checkpoint
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || !SIZE.matcher(lines[1]).matches()) {
      throw new IllegalArgumentException("no checkpoint: origin, size, root");
    }
    return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.parseBase64(lines[2]));
  }

  /** The text that is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }
}
