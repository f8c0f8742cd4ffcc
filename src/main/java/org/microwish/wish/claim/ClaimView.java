package org.microwish.wish.claim;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.wish.EndReason;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * A claim as the API shows it to those who work on its wish.
 *
 * @param claimantName the organisation's name, or the member's masked
 * @param pledge what a PENDING claim asks to commit on approval
 * @param approveBy when staff should have approved or declined it; while it is PENDING
 * @param contact the resident's contact; for an active claim's claimant and participants only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A claim on a wish.")
public record ClaimView(
    Id id,
    Id wishId,
    String wishTitle,
    ClaimState state,
    int round,
    ClaimantType claimantType,
    Id claimantId,
    Confidential claimantName,
    Id organisationId,
    String organisationName,
    List<Participant> participants,
    Money pledge,
    Form pledgeForm,
    Balances balances,
    Instant claimedAt,
    Instant activatedAt,
    Instant contactedAt,
    Instant assessedAt,
    Instant startedAt,
    Instant deliveredAt,
    int redoCount,
    Instant approveBy,
    Instant contactBy,
    Instant completeBy,
    int extensions,
    boolean overdue,
    Instant endedAt,
    EndReason endReason,
    Contact contact) {

  /** A member who takes part, its name masked. */
  @Schema(name = "ClaimParticipant")
  public record Participant(Id memberId, @Schema(nullable = true) Confidential name) {}

  /** Whom to speak to and where to go; shown while the claim is active. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ClaimContact")
  public record Contact(
      Confidential residentName,
      Confidential contactName,
      Confidential contactPhone,
      Confidential address,
      Confidential details) {}
}
