package org.microwish.wish;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.attachment.FollowUp;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.command.Correction;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * The bodies of the commands on wishes and claims. {@code occurredAt} stands in those that an
 * operator may record late; it lies in the past, and never before the wish's last event.
 */
public final class WishRequests {

  private WishRequests() {}

  /** A command with a note in words. */
  @Schema(name = "NotedCommand")
  public record Noted(
      @NotNull @Text(max = 2000, lines = true) Confidential note, Instant occurredAt) {}

  /** A command that may come with a note. */
  @Schema(name = "OptionallyNotedCommand")
  public record OptionallyNoted(
      @Text(max = 2000, lines = true) Confidential note, Instant occurredAt) {
    /** The note, or null where there is none. */
    public static String noteOf(OptionallyNoted body) {
      return body == null ? null : Confidential.text(body.note);
    }
  }

  /** Hands a wish to another body. */
  @Schema(name = "Referral")
  public record Referral(
      @NotNull @Text(max = 100) Confidential to,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /** A new claim-by date. */
  @Schema(name = "ClaimByDate")
  public record ClaimBy(
      @NotNull Instant claimBy,
      @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /** A confirmation; with a proxy reason where the resident does not speak itself. */
  @Schema(name = "Confirmation")
  public record Confirmation(
      @NotNull @Min(1) @Max(5) Integer rating,
      @Text(max = 500, lines = true) Confidential comment,
      @Valid ProxyWord proxy,
      Instant occurredAt) {}

  /** Why, and on what evidence, somebody speaks for the resident. */
  @Schema(name = "ProxyWord")
  public record ProxyWord(@NotNull ProxyReason reason, @Size(max = 9) List<@NotNull Id> evidence) {
    /** Why somebody else speaks, or null where the resident does. */
    public static ProxyReason reasonOf(ProxyWord proxy) {
      return proxy == null ? null : proxy.reason;
    }

    /** The ids of the evidence. */
    public static Set<Long> evidenceOf(ProxyWord proxy) {
      return proxy == null || proxy.evidence == null
          ? Set.of()
          : set(proxy.evidence, "/proxy/evidence");
    }
  }

  /** Dissatisfaction, with the claims to be done again. */
  @Schema(name = "Dissatisfaction")
  public record Dissatisfaction(
      @NotNull @Size(min = 1, max = 1000) List<@NotNull Id> claims,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      @Valid ProxyWord proxy,
      Instant occurredAt) {
    /** The claims to be done again. */
    public Set<Long> redo() {
      return set(claims, "/claims");
    }
  }

  /** Further work on a fulfilled wish. */
  @Schema(name = "Reopening")
  public record Reopening(
      @NotNull @Size(min = 1, max = 1000) List<@NotNull Id> claims,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {
    /** The claims to be done again. */
    public Set<Long> redo() {
      return set(claims, "/claims");
    }
  }

  /** What may be done with public money. */
  public enum PublicMovement {
    PLEDGE,
    SPEND,
    RELEASE
  }

  /** Public money committed, spent or released. */
  @Schema(name = "PublicFunds")
  public record PublicFunds(
      @NotNull PublicMovement movement,
      @NotNull Money amount,
      @Text(max = 500, lines = true) Confidential note,
      Instant occurredAt) {}

  /** Spent money that came back; of a claim, or public where none is named. */
  @Schema(name = "Refund")
  public record Refund(
      Id claim,
      @NotNull Money amount,
      @NotNull Form form,
      @Text(max = 500, lines = true) Confidential note,
      Instant occurredAt) {}

  /** A posting to take back, and the right amount; zero where nothing should have been posted. */
  @Schema(name = "Reversal")
  public record Reversal(
      @NotNull Id posting,
      @NotNull Money replacement,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /** Frozen fields put right. */
  @Schema(name = "CorrectionCommand")
  public record Correcting(
      @NotNull Id entry,
      @NotNull @Valid Correction values,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /** A coordination meeting that was held. */
  @Schema(name = "MeetingRecord")
  public record MeetingHeld(
      @NotNull Instant heldAt,
      @NotNull @Min(2) @Max(10_000) Integer participants,
      @NotNull @Text(max = 1000, lines = true) Confidential attendees,
      @NotNull @Text(max = 4000, lines = true) Confidential agreed,
      Instant occurredAt) {}

  /** A follow-up visit that was made. */
  @Schema(name = "FollowUpRecord")
  public record FollowUpMade(
      @NotNull LocalDate visitedOn,
      @NotNull FollowUp.Result result,
      @Text(max = 2000, lines = true) Confidential note,
      Instant occurredAt) {}

  /** An amount and its form. */
  @Schema(name = "PledgeAmount")
  public record Amount(@NotNull Money amount, @NotNull Form form) {}

  /** A claim. */
  @Schema(name = "ClaimRequest")
  public record Claiming(@Valid Amount pledge, @Size(max = 100) List<@NotNull Id> participants) {}

  /** Who takes part. */
  @Schema(name = "Participants")
  public record Participants(@NotNull @Size(max = 100) List<@NotNull Id> participants) {
    /** The members, each once. */
    public List<Long> members() {
      return List.copyOf(set(participants, "/participants"));
    }
  }

  /** Why a claim ends. */
  @Schema(name = "ClaimEnding")
  public record Ending(
      @NotNull EndingReason reason,
      @NotNull @Text(max = 500, lines = true) Confidential note,
      Instant occurredAt) {}

  /** The reasons that a person can give; the others are the rules' own. */
  public enum EndingReason {
    UNABLE(EndReason.UNABLE),
    RESIDENT_CHANGED(EndReason.RESIDENT_CHANGED),
    UNSUITABLE(EndReason.UNSUITABLE),
    OTHER(EndReason.OTHER);

    private final EndReason reason;

    EndingReason(EndReason reason) {
      this.reason = reason;
    }

    public EndReason reason() {
      return reason;
    }
  }

  /** A delivery, whole unless said otherwise, and what it cost. */
  @Schema(name = "Delivery")
  public record Delivery(
      @NotNull @Text(max = 2000, lines = true) Confidential note,
      Boolean partial,
      @Size(max = 3) List<@NotNull @Valid Amount> spent) {
    /** Whether all that was promised is done. */
    public boolean coversAll() {
      return !Boolean.TRUE.equals(partial);
    }

    /** What it cost by form, each form once. */
    public Map<Form, Money> spentByForm() {
      Map<Form, Money> byForm = new EnumMap<>(Form.class);
      List<Amount> costs = spent == null ? List.of() : spent;
      for (int i = 0; i < costs.size(); i++) {
        if (byForm.put(costs.get(i).form(), costs.get(i).amount()) != null) {
          throw ProblemException.invalid("/spent/" + i + "/form", FieldFault.DUPLICATE);
        }
      }
      return byForm;
    }
  }

  /** A new completion date. */
  @Schema(name = "ClaimExtension")
  public record Extension(
      @NotNull Instant completeBy,
      @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

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
