package org.microwish.statistics;

import org.microwish.ledger.LedgerCursor;

/** The two cursors of the statistics in the ledger: each holds how many leaves are counted. */
enum StatisticsCursor {
  /** The cursor of the live generation, which answers queries. */
  LIVE("statistics"),
  /** The cursor of the generation that a rebuild fills. */
  FILLING("statistics.rebuild");

  private final String consumer;

  StatisticsCursor(String consumer) {
    this.consumer = consumer;
  }

  LedgerCursor ledger() {
    return new LedgerCursor(consumer);
  }

  /** Returns the cursor's key in the table {@code ledger_cursor}. */
  String consumer() {
    return consumer;
  }
}
