package org.microwish.statistics;

import org.microwish.ledger.LedgerCursor;

/** The two cursors of the statistics in the ledger: each holds how many leaves are counted. */
enum StatisticsCursor {
  /** The cursor of the live generation, which answers queries. */
  LIVE("statistics"),
  /** The cursor of the generation that a rebuild fills. */
  FILLING("statistics.rebuild");

  private final LedgerCursor ledger;

  StatisticsCursor(String consumer) {
    ledger = new LedgerCursor(consumer);
  }

  LedgerCursor ledger() {
    return ledger;
  }

  /** Returns the cursor's key in the table {@code ledger_cursor}. */
  String consumer() {
    return ledger.consumer();
  }
}
