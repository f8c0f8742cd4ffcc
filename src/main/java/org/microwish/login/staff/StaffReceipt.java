package org.microwish.login.staff;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.login.account.AccountRecorded;
import org.microwish.login.account.AccountState;
import org.microwish.platform.Id;

/** What a change of an account of staff answers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "The account's version and state after the change, and its invitation.")
public record StaffReceipt(
    Id id,
    long version,
    AccountState state,
    @Schema(description = "Where its owner was invited") InvitationView invitation,
    LedgerReceipt ledger) {

  /** What lets somebody in for the first time. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Invitation", description = "What lets somebody in for the first time.")
  public record InvitationView(
      @Schema(
              description =
                  "To be handed over in person; shown once: not in the answer to a repeat, and known"
                      + " to nobody afterwards")
          String code,
      Instant expiresAt) {

    @Override
    public String toString() {
      return "InvitationView";
    }
  }

  static StaffReceipt of(AccountRecorded recorded) {
    return new StaffReceipt(
        new Id(recorded.account().id),
        recorded.account().version,
        recorded.account().state,
        null,
        recorded.ledger());
  }

  /**
   * With the invitation.
   *
   * @param shown whether its code is, which must not be kept
   */
  static StaffReceipt of(Staff.Recorded recorded, boolean shown) {
    StaffReceipt plain = of(recorded.recorded());
    Staff.Invitation invitation = recorded.invitation();
    return new StaffReceipt(
        plain.id(),
        plain.version(),
        plain.state(),
        new InvitationView(shown ? invitation.code().text() : null, invitation.expiresAt()),
        plain.ledger());
  }
}
