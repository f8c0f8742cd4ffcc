package org.microwish.ledger;

/**
 * A component that answers queries from the leaves of the ledger that it has read so far, such as
 * the statistics. {@link SeesEntry} finds all implementations.
 */
public interface LedgerReader {

  /**
   * Returns the number of leaves that the answers to queries include. The answers may also include
   * changes from later leaves.
   */
  long treeSize();
}
