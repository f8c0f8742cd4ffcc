package org.microwish.matching;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.party.RecordedVersion;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;

/** Response to a change of what a member or an organisation is open to. */
@Schema(name = "OpennessReceipt", description = "The claimant's version after the change.")
public record OpennessReceipt(
    @Schema(required = true) Id id,
    @Schema(required = true) long version,
    @Schema(required = true) LedgerReceipt ledger)
    implements VersionedReceipt {

  static OpennessReceipt of(RecordedVersion recorded) {
    return new OpennessReceipt(new Id(recorded.id()), recorded.version(), recorded.ledger());
  }
}
