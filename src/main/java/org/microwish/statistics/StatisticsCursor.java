package org.microwish.statistics;

/** The two places in the ledger from which the statistics read. */
enum StatisticsCursor {
  /** That of the generation that answers. */
  LIVE("statistics"),
  /** That of the generation which a rebuild fills. */
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
