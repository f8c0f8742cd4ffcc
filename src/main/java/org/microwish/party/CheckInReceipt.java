package org.microwish.party;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;

/** Response to a check-in or its revocation. */
@Schema(description = "The check-in's version and state after the change.")
public record CheckInReceipt(Id id, long version, CheckInState state, LedgerReceipt ledger)
    implements VersionedReceipt {

  static CheckInReceipt live(RecordedVersion recorded) {
    return of(recorded, CheckInState.LIVE);
  }

  static CheckInReceipt revoked(RecordedVersion recorded) {
    return of(recorded, CheckInState.REVOKED);
  }

  private static CheckInReceipt of(RecordedVersion recorded, CheckInState state) {
    return new CheckInReceipt(new Id(recorded.id()), recorded.version(), state, recorded.ledger());
  }
}
