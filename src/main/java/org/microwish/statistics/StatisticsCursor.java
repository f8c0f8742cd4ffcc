package org.microwish.statistics;

/** The two cursors with which the statistics read the ledger. */
enum StatisticsCursor {
  /** The cursor of the live generation, which answers queries. */
  LIVE("statistics"),
  /** The cursor of the generation that a rebuild fills. */
  FILLING("statistics.rebuild");

  private final String consumer;

  StatisticsCursor(String consumer) {
    this.consumer = consumer;
  }

  /** The key in {@code ledger_cursor}. */
  String consumer() {
    return consumer;
  }
}
