package org.microwish.ledger;

/**
 * What answers queries from the leaves of the ledger that it has read. All implementations are
 * found by {@link SeesEntry}.
 */
public interface LedgerReader {

  /** Returns the number of leaves whose changes the answers include at least. */
  long treeSize();
}
