package org.microwish.ledger;

/**
 * The stored ledger contradicts itself: rows are missing, or the root is not that of the leaves.
 * Nothing here can cure it; whatever meets it stops and says so in health.
 */
public final class LedgerDamagedException extends RuntimeException {

  LedgerDamagedException(String what) {
    super(what);
  }
}
