package org.microwish.party;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;

/** Response to a change of a member; contains no personal value. */
@Schema(description = "The member's version and state after the change.")
public record MemberReceipt(Id id, long version, MemberState state, LedgerReceipt ledger)
    implements VersionedReceipt {

  static MemberReceipt active(RecordedVersion recorded) {
    return of(recorded, MemberState.ACTIVE);
  }

  static MemberReceipt left(RecordedVersion recorded) {
    return of(recorded, MemberState.LEFT);
  }

  private static MemberReceipt of(RecordedVersion recorded, MemberState state) {
    return new MemberReceipt(new Id(recorded.id()), recorded.version(), state, recorded.ledger());
  }
}
