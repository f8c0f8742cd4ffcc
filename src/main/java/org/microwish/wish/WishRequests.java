package org.microwish.wish;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * The bodies of the commands on wishes and claims. {@code occurredAt} stands in those that an
 * operator may record late; it lies in the past, and never before the wish's last event.
 */
public final class WishRequests {

  private WishRequests() {}

  /** A command that needs to be told nothing. */
  @Schema(name = "PlainCommand")
  record Plain(Instant occurredAt) {}

  /** A command with a reason in words. */
  @Schema(name = "ReasonedCommand")
  record Reasoned(@NotNull @Text(max = 500, lines = true) String reason, Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Reasoned[hidden]";
    }
  }

  /** A command with a note in words. */
  @Schema(name = "NotedCommand")
  record Noted(@NotNull @Text(max = 2000, lines = true) String note, Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Noted[hidden]";
    }
  }

  /** A command that may come with a note. */
  @Schema(name = "OptionallyNotedCommand")
  record OptionallyNoted(@Text(max = 2000, lines = true) String note, Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "OptionallyNoted[hidden]";
    }
  }

  /** Hands a wish to another body. */
  @Schema(name = "Referral")
  record Referral(
      @NotNull @Text(max = 100) String to,
      @NotNull @Text(max = 500, lines = true) String reason,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Referral[hidden]";
    }
  }

  /** A new claim-by date. */
  @Schema(name = "ClaimByDate")
  record ClaimBy(
      @NotNull Instant claimBy, @Text(max = 500, lines = true) String reason, Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "ClaimBy[hidden]";
    }
  }

  /** A confirmation; with a proxy reason where the resident does not speak itself. */
  @Schema(name = "Confirmation")
  record Confirmation(
      @NotNull @Min(1) @Max(5) Integer rating,
      @Text(max = 500, lines = true) String comment,
      @Valid ProxyWord proxy,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Confirmation[hidden]";
    }
  }

  /** Why, and on what evidence, somebody speaks for the resident. */
  @Schema(name = "ProxyWord")
  record ProxyWord(@NotNull ProxyReason reason, @Size(max = 9) List<@NotNull Id> evidence) {}

  /** Dissatisfaction, with the claims to be done again. */
  @Schema(name = "Dissatisfaction")
  record Dissatisfaction(
      @NotNull @Size(min = 1, max = 1000) List<@NotNull Id> claims,
      @NotNull @Text(max = 500, lines = true) String reason,
      @Valid ProxyWord proxy,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Dissatisfaction[hidden]";
    }
  }

  /** Further work on a fulfilled wish. */
  @Schema(name = "Reopening")
  record Reopening(
      @NotNull @Size(min = 1, max = 1000) List<@NotNull Id> claims,
      @NotNull @Text(max = 500, lines = true) String reason,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Reopening[hidden]";
    }
  }

  /** What may be done with public money. */
  enum PublicMovement {
    PLEDGE,
    SPEND,
    RELEASE
  }

  /** Public money committed, spent or released. */
  @Schema(name = "PublicFunds")
  record PublicFunds(
      @NotNull PublicMovement movement,
      @NotNull Money amount,
      @Text(max = 500, lines = true) String note,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "PublicFunds[hidden]";
    }
  }

  /** Spent money that came back; of a claim, or public where none is named. */
  @Schema(name = "Refund")
  record Refund(
      Id claim,
      @NotNull Money amount,
      @NotNull Form form,
      @Text(max = 500, lines = true) String note,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Refund[hidden]";
    }
  }

  /** A posting to take back, and the right amount; zero where nothing should have been posted. */
  @Schema(name = "Reversal")
  record Reversal(
      @NotNull Id posting,
      @NotNull Money replacement,
      @NotNull @Text(max = 500, lines = true) String reason,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Reversal[hidden]";
    }
  }

  /** Frozen fields put right. */
  @Schema(name = "CorrectionCommand")
  record Correcting(
      @NotNull Id entry,
      @NotNull @Valid Correction values,
      @NotNull @Text(max = 500, lines = true) String reason,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Correcting[hidden]";
    }
  }

  /** A coordination meeting that was held. */
  @Schema(name = "MeetingRecord")
  record MeetingHeld(
      @NotNull Instant heldAt,
      @NotNull @Min(2) @Max(10_000) Integer participants,
      @NotNull @Text(max = 1000, lines = true) String attendees,
      @NotNull @Text(max = 4000, lines = true) String agreed,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "MeetingHeld[hidden]";
    }
  }

  /** A follow-up visit that was made. */
  @Schema(name = "FollowUpRecord")
  record FollowUpMade(
      @NotNull LocalDate visitedOn,
      @NotNull FollowUp.Result result,
      @Text(max = 2000, lines = true) String note,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "FollowUpMade[hidden]";
    }
  }

  /** An amount and its form. */
  @Schema(name = "PledgeAmount")
  public record Amount(@NotNull Money amount, @NotNull Form form) {}

  /** A claim. */
  @Schema(name = "ClaimRequest")
  public record Claiming(@Valid Amount pledge, @Size(max = 100) List<@NotNull Id> participants) {}

  /** Who takes part. */
  @Schema(name = "Participants")
  record Participants(@NotNull @Size(max = 100) List<@NotNull Id> participants) {}

  /** Why a claim ends. */
  @Schema(name = "ClaimEnding")
  record Ending(
      @NotNull EndingReason reason,
      @NotNull @Text(max = 500, lines = true) String note,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Ending[hidden]";
    }
  }

  /** The reasons that a person can give; the others are the rules' own. */
  enum EndingReason {
    UNABLE(EndReason.UNABLE),
    RESIDENT_CHANGED(EndReason.RESIDENT_CHANGED),
    UNSUITABLE(EndReason.UNSUITABLE),
    OTHER(EndReason.OTHER);

    private final EndReason reason;

    EndingReason(EndReason reason) {
      this.reason = reason;
    }

    EndReason reason() {
      return reason;
    }
  }

  /** A delivery, whole unless said otherwise, and what it cost. */
  @Schema(name = "Delivery")
  record Delivery(
      @NotNull @Text(max = 2000, lines = true) String note,
      Boolean partial,
      @Size(max = 3) List<@NotNull @Valid Amount> spent) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Delivery[hidden]";
    }
  }

  /** A new completion date. */
  @Schema(name = "ClaimExtension")
  record Extension(
      @NotNull Instant completeBy,
      @Text(max = 500, lines = true) String reason,
      Instant occurredAt) {
    /** Hides what people wrote. */
    @Override
    public String toString() {
      return "Extension[hidden]";
    }
  }

  /** The ids, each once. */
  public static Set<Long> set(List<Id> ids, String pointer) {
    Set<Long> set = new LinkedHashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!set.add(ids.get(i).value())) {
        throw ProblemException.invalid(pointer + "/" + i, FieldFault.DUPLICATE);
      }
    }
    return set;
  }

  /** The amount, which must be more than nothing. */
  public static Money positive(Money amount, String pointer) {
    if (amount.isZero()) {
      throw ProblemException.invalid(pointer, FieldFault.OUT_OF_RANGE);
    }
    return amount;
  }
}
