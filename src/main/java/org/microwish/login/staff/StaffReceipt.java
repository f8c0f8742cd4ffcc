package org.microwish.login.staff;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.login.account.AccountRecorded;
import org.microwish.login.account.AccountState;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;
import org.microwish.platform.idempotency.ShownOnce;

/** The response to a change of an account of staff. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The version and state of the account after the change, and the invitation if one was"
            + " issued.")
public record StaffReceipt(
    Id id,
    long version,
    AccountState state,
    @Schema(description = "The invitation, if this operation issued one") InvitationView invitation,
    LedgerReceipt ledger)
    implements ShownOnce, VersionedReceipt {

  /** An invitation to set a password and a second factor. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "StaffInvitation",
      description = "An invitation to set a password and a second factor.")
  public record InvitationView(
      @Schema(
              description =
                  "Hand it over in person. It is shown only in the first response: the response to"
                      + " a repeat omits it, and it cannot be read later")
          Confidential code,
      Instant expiresAt) {}

  static StaffReceipt of(AccountRecorded recorded) {
    return new StaffReceipt(
        new Id(recorded.account().id),
        recorded.account().version,
        recorded.account().state,
        null,
        recorded.ledger());
  }

  /** Creates a receipt that also contains the invitation. */
  static StaffReceipt of(Staff.RecordedStaff recorded) {
    Staff.Invitation made = recorded.invitation();
    return of(recorded.recorded())
        .with(new InvitationView(new Confidential(made.code().text()), made.expiresAt()));
  }

  @Override
  public StaffReceipt withoutSecret() {
    return invitation == null ? this : with(new InvitationView(null, invitation.expiresAt()));
  }

  private StaffReceipt with(InvitationView shown) {
    return new StaffReceipt(id, version, state, shown, ledger);
  }
}
