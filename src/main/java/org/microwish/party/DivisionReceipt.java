package org.microwish.party;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.http.VersionedReceipt;

/** Response to recording or renaming a division. */
@Schema(description = "The division's version after the change.")
public record DivisionReceipt(String code, long version, LedgerReceipt ledger)
    implements VersionedReceipt {

  static DivisionReceipt of(String code, RecordedVersion recorded) {
    return new DivisionReceipt(code, recorded.version(), recorded.ledger());
  }
}
