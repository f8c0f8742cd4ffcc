package org.microwish.ledger;

import org.microwish.ledger.merkle.NoteKey;
import org.microwish.platform.start.StartConfig;
import org.microwish.platform.start.StartRefusedException;

/** Checks the log's name before a production start. */
public final class LedgerOrigin {

  /** The maximum length of the name in characters: the width of its database columns. */
  private static final int LONGEST = 200;

  private LedgerOrigin() {}

  /**
   * Checks that a name is configured, because the name can never be changed: another name is
   * another log, with another key and none of the witnesses' history.
   *
   * @throws StartRefusedException if no name is configured or the configured name is not permitted
   */
  public static void check(StartConfig config) {
    String origin =
        config
            .text("microwish.ledger.origin")
            .orElseThrow(
                () ->
                    new StartRefusedException(
                        "MICROWISH_LEDGER_ORIGIN is not set. Production needs the ledger's name,"
                            + " which can never be changed: preferably the address at which the"
                            + " ledger is served, without scheme, such as"
                            + " wish.example.org/api/v1/ledger."));
    boolean isAscii = origin.chars().allMatch(c -> c > ' ' && c < 0x7F);
    if (!isAscii || !NoteKey.isName(origin) || origin.length() > LONGEST) {
      throw new StartRefusedException(
          "MICROWISH_LEDGER_ORIGIN is not a name of a ledger: it has at most "
              + LONGEST
              + " ASCII characters, without spaces and plus signs.");
    }
  }
}
