package org.microwish.privacy;

import java.util.Map;

/**
 * Values of one subject to store, and the ledger entry whose leaf commits to them.
 *
 * @param entryId the ledger entry; 0 if the values are stored without commitments
 * @param subject the owner of the values
 * @param values the values by field, in the order of the leaf's commitments; null deletes a field
 */
public record VaultWrite(long entryId, Subject subject, Map<String, String> values) {

  /** Hides the values. */
  @Override
  public String toString() {
    return "VaultWrite[" + subject + " " + values.keySet() + "]";
  }
}
