package org.microwish.ledger;

import java.util.HexFormat;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/**
 * What every write answers: enough to ask for the entry's proof later.
 *
 * @param entryId the entry, 13 characters
 * @param leafHash SHA-256 leaf hash (RFC 9162 section 2.1.1), 64 hex digits
 */
@Schema(description = "The ledger entry that records this write.")
public record LedgerReceipt(String entryId, String leafHash) {

  /** The receipt of an entry. */
  public static LedgerReceipt of(LedgerEntry entry) {
    return new LedgerReceipt(Id.text(entry.entryId), HexFormat.of().formatHex(entry.leafHash));
  }
}
