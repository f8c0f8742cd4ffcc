package org.microwish.ledger;

/**
 * Thrown when the stored ledger is inconsistent: rows are missing, or the root is not that of the
 * leaves. The service cannot repair this; the component that finds it makes no progress and reports
 * the failure.
 */
public final class LedgerDamagedException extends RuntimeException {

  LedgerDamagedException(String what) {
    super(what);
  }
}
