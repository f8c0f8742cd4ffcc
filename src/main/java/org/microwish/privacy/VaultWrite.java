package org.microwish.privacy;

import java.util.Map;

/**
 * Values to store, and the ledger entry that commits to them.
 *
 * @param entryId the ledger entry
 * @param subject whose values they are
 * @param values by field, in the order in which the leaf commits to them
 */
public record VaultWrite(long entryId, Subject subject, Map<String, String> values) {

  /** Hides the values. */
  @Override
  public String toString() {
    return "VaultWrite[" + subject + " " + values.keySet() + "]";
  }
}
