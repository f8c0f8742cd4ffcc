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
 * A claim in API answers.
 *
 * @param claimantName the organisation's name or the masked name of the member
 * @param formerParticipants the participants who left the claim, including those who left before an
 *     earlier delivery
 * @param pledge the amount that a PENDING claim will commit when it is approved; only while PENDING
 * @param approveBy the time by which an operator should approve or decline the claim; only while
 *     PENDING
 * @param contact the resident's unmasked contact data; only for the claimant and participants of an
 *     active claim
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "A claim on a wish. Members' names are masked. `pledge` and `approveBy` are present only"
            + " while the claim is PENDING.")
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
    List<Participant> formerParticipants,
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

  /**
   * A member who takes part in the claim, with the masked name.
   *
   * @param until when the member left the claim; null while taking part
   */
  @Schema(name = "ClaimParticipant")
  public record Participant(
      Id memberId,
      @Schema(nullable = true) Confidential name,
      Instant from,
      @Schema(nullable = true) Instant until) {}

  /**
   * The resident's unmasked contact data: names, telephone number, address and the details of the
   * wish.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ClaimContact")
  public record Contact(
      Confidential residentName,
      Confidential contactName,
      Confidential contactPhone,
      Confidential address,
      Confidential details) {}
}
