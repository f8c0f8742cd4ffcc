package org.microwish.ledger;

/**
 * Thrown when the stored ledger is inconsistent: rows are missing, or the stored root differs from
 * the root of the stored leaves. The service cannot repair the ledger; the component that finds the
 * damage makes no progress and reports the failure.
 */
public final class LedgerDamagedException extends RuntimeException {

  LedgerDamagedException(String what) {
    super(what);
  }
}
