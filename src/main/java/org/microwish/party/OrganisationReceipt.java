package org.microwish.party;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;

/** Response to a change of an organisation. */
@Schema(description = "The organisation's version and state after the change.")
public record OrganisationReceipt(
    Id id, long version, OrganisationState state, LedgerReceipt ledger)
    implements VersionedReceipt {

  static OrganisationReceipt active(RecordedVersion recorded) {
    return of(recorded, OrganisationState.ACTIVE);
  }

  static OrganisationReceipt dissolved(RecordedVersion recorded) {
    return of(recorded, OrganisationState.DISSOLVED);
  }

  private static OrganisationReceipt of(RecordedVersion recorded, OrganisationState state) {
    return new OrganisationReceipt(
        new Id(recorded.id()), recorded.version(), state, recorded.ledger());
  }
}
