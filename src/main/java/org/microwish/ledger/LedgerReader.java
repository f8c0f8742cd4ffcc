package org.microwish.ledger;

/**
 * A component that answers queries from the leaves of the ledger that it has read so far, such as
 * the statistics. {@link SeesEntry} finds all implementations.
 */
public interface LedgerReader {

  /**
   * Returns a number of leaves. Answers include the changes of these leaves, and may include later
   * ones.
   */
  long treeSize();
}
