package org.microwish.ledger;

import java.util.HexFormat;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/**
 * Identifies the ledger entry that records a write; responses to writes contain it. Clients use the
 * entry id to request the entry's inclusion proof later.
 *
 * @param entryId the entry's id, 13 characters
 * @param leafHash SHA-256 leaf hash (RFC 9162 section 2.1.1), 64 hex digits
 */
@Schema(description = "The ledger entry that records this write.")
public record LedgerReceipt(String entryId, String leafHash) {

  /** Creates the receipt of an entry. */
  public static LedgerReceipt of(LedgerEntry entry) {
    return new LedgerReceipt(Id.text(entry.entryId), HexFormat.of().formatHex(entry.leafHash));
  }
}
