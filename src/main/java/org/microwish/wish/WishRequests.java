package org.microwish.wish;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
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
import org.microwish.caller.Caller;
import org.microwish.caller.OnBehalf;
import org.microwish.caller.Role;
import org.microwish.lifecycle.attachment.FollowUp;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.CrossChecked;
import org.microwish.platform.http.Text;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.command.Correction;
import org.microwish.wish.lifecycle.AcceptedBy;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * Request bodies of the commands on wishes and claims. {@code occurredAt} lets an operator record
 * an event late; it must not be in the future or before the wish's last event. Longer than 400
 * lines because it has one record for each command.
 */
public final class WishRequests {

  private WishRequests() {}

  /** For whom an operator records late what happened offline. */
  @Schema(
      name = "OnBehalfOf",
      description =
          "For whom an operator records an event that happened offline; with it, `occurredAt` is"
              + " required. `id` is that of the member or organisation; the RESIDENT is that of the"
              + " wish, without `id`. `reason` is required if a deadline had passed by then at which"
              + " the claim would have lapsed. Other callers must omit it.")
  public record OnBehalfOf(
      @NotNull OnBehalf.Type type, Id id, @Text(max = 500, lines = true) Confidential reason)
      implements CrossChecked {

    @Override
    public void crossCheck(Faults faults) {
      boolean resident = type == OnBehalf.Type.RESIDENT;
      if (type != null && resident != (id == null)) {
        faults.add("id", resident ? FieldFault.NOT_ALLOWED : FieldFault.REQUIRED);
      }
    }

    /**
     * Returns the caller as the recorder of what the party did offline; returns the caller
     * unchanged if {@code party} is null.
     *
     * @throws ProblemException VALIDATION_FAILED at {@code /onBehalfOf}
     */
    public static Caller acting(Caller caller, OnBehalfOf party) {
      if (party == null) {
        return caller;
      }
      if (!caller.is(Role.OPERATOR)) {
        throw ProblemException.invalid("/onBehalfOf", FieldFault.NOT_ALLOWED);
      }
      return caller.onBehalfOf(
          new OnBehalf(
              party.type,
              party.id == null ? null : party.id.value(),
              Confidential.text(party.reason)));
    }
  }

  /** The body of a command that requires a note. */
  @Schema(
      name = "NotedCommand",
      description =
          "A note. `occurredAt` is when it happened, if an operator records it later; other callers"
              + " must omit it, and `onBehalfOf`.")
  public record Noted(
      @NotNull @Text(max = 2000, lines = true) Confidential note,
      @Valid OnBehalfOf onBehalfOf,
      Instant occurredAt) {}

  /** The body of a command with an optional note. */
  @Schema(
      name = "OptionallyNotedCommand",
      description =
          "The optional body of a command that can have a note. `occurredAt` is when it happened,"
              + " if an operator records it later; other callers must omit it, and `onBehalfOf`.")
  public record OptionallyNoted(
      @Text(max = 2000, lines = true) Confidential note,
      @Valid OnBehalfOf onBehalfOf,
      Instant occurredAt) {

    /** Stands for a missing body. */
    public static final OptionallyNoted NONE = new OptionallyNoted(null, null, null);

    /** Returns the body, or {@link #NONE} if the request has none. */
    public static OptionallyNoted of(OptionallyNoted body) {
      return body == null ? NONE : body;
    }
  }

  /** Refers a wish to another authority or organisation. */
  @Schema(
      name = "Referral",
      description = "The body to which the wish is referred, and the reason.")
  public record Referral(
      @NotNull @Text(max = 100) Confidential to,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /** Hands a claim over to a member or an organisation. */
  @Schema(
      name = "ClaimHandOver",
      description = "Who takes the claim over: either a member or an organisation.")
  public record HandOver(
      Id memberId,
      Id organisationId,
      @Text(max = 500, lines = true) Confidential reason,
      @Schema(
              description =
                  "When it happened, if an operator records it later; other callers must omit it")
          Instant occurredAt) {}

  /** A new claim-by date. */
  @Schema(name = "ClaimByDate", description = "A new date until which the wish can be claimed.")
  public record ClaimBy(
      @NotNull Instant claimBy,
      @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /**
   * A confirmation; with {@code proxy} if somebody else confirms for the resident, with {@code
   * acceptance} if a public project is accepted.
   */
  @Schema(
      name = "Confirmation",
      description =
          "A rating from 1 to 5, with `proxy` if somebody else confirms for the resident, with"
              + " `onBehalfOf` and `occurredAt` if the resident confirmed on paper, or with"
              + " `acceptance` of a public project.")
  public record Confirmation(
      @NotNull @Min(1) @Max(5) Integer rating,
      @Text(max = 500, lines = true) Confidential comment,
      @Valid ProxyWord proxy,
      @Valid OnBehalfOf onBehalfOf,
      @Valid AcceptanceWord acceptance,
      Instant occurredAt) {}

  /** Who accepts a public project, and the sheet that they signed. */
  @Schema(
      name = "AcceptanceWord",
      description =
          "Who accepts a public project that no resident asked for: the neighbourhood committee"
              + " (COMMITTEE, at least one name) or residents' representatives (REPRESENTATIVES, at"
              + " least three). `people` are the names of those who signed, which are stored"
              + " encrypted; `sheet` contains the ids of the signed sheet's pages, evidence of the"
              + " wish itself of the kind SIGNED_SHEET.")
  public record AcceptanceWord(
      @NotNull AcceptedBy by,
      @NotNull @Size(min = 1, max = 30) List<@NotNull @Text(max = 40) Confidential> people,
      @Size(max = 9) List<@NotNull Id> sheet) {

    /** Returns the ids of the sheet's pages, empty if there are none; refuses a duplicate. */
    public Set<Long> pages() {
      return sheet == null ? Set.of() : set(sheet, "/acceptance/sheet");
    }

    /** Returns the names, one per line; refuses a duplicate. */
    public String names() {
      Set<String> names = new LinkedHashSet<>();
      for (int i = 0; i < people.size(); i++) {
        if (!names.add(people.get(i).value())) {
          throw ProblemException.invalid("/acceptance/people/" + i, FieldFault.DUPLICATE);
        }
      }
      return String.join("\n", names);
    }
  }

  /** Why somebody else acts for the resident, and the ids of evidence for this reason. */
  @Schema(
      name = "ProxyWord",
      description =
          "Why somebody else acts for the resident. `evidence` contains ids of evidence of the wish"
              + " itself; it is required for CANNOT_USE_PHONE.")
  public record ProxyWord(@NotNull ProxyReason reason, @Size(max = 9) List<@NotNull Id> evidence) {
    /** Returns the reason of the proxy, or null if the resident acts. */
    public static ProxyReason reasonOf(ProxyWord proxy) {
      return proxy == null ? null : proxy.reason;
    }

    /** Returns the ids of the evidence, empty if there is none; refuses a duplicate. */
    public static Set<Long> evidenceOf(ProxyWord proxy) {
      return proxy == null || proxy.evidence == null
          ? Set.of()
          : set(proxy.evidence, "/proxy/evidence");
    }
  }

  /** A report of dissatisfaction, with the claims whose work must be done again. */
  @Schema(
      name = "Dissatisfaction",
      description =
          "The claims whose work must be done again, and the reason; with `proxy` if somebody else"
              + " reports for the resident, with `onBehalfOf` and `occurredAt` if the resident"
              + " reported on paper, or with `acceptance` of a public project.")
  public record Dissatisfaction(
      @NotNull @Size(min = 1, max = 1000) List<@NotNull Id> claims,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      @Valid ProxyWord proxy,
      @Valid OnBehalfOf onBehalfOf,
      @Valid AcceptanceWord acceptance,
      Instant occurredAt) {
    /** Returns the ids of the claims whose work must be done again; refuses a duplicate. */
    public Set<Long> redo() {
      return set(claims, "/claims");
    }
  }

  /** Reopens a fulfilled wish for further work. */
  @Schema(
      name = "Reopening",
      description =
          "The claims whose work must be done again, and the reason. `followUp` is the id of a visit"
              + " with the result ISSUES_FOUND, if one led to this.")
  public record Reopening(
      @NotNull @Size(min = 1, max = 1000) List<@NotNull Id> claims,
      Id followUp,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {
    /** Returns the ids of the claims whose work must be done again; refuses a duplicate. */
    public Set<Long> redo() {
      return set(claims, "/claims");
    }
  }

  /** The movements of public money that a client can request. */
  public enum PublicMovement {
    PLEDGE,
    SPEND,
    RELEASE
  }

  /** Public money to be committed, spent or released. */
  @Schema(name = "PublicFunds", description = "Public money to commit (PLEDGE), spend or release.")
  public record PublicFunds(
      @NotNull PublicMovement movement,
      @NotNull Money amount,
      @Text(max = 500, lines = true) Confidential note,
      Instant occurredAt) {}

  /**
   * A refund of money that a claim has spent or, without a claim, of public funds that were spent.
   */
  @Schema(
      name = "Refund",
      description =
          "A refund of money that a claim had spent or, without `claim`, of public funds.")
  public record Refund(
      Id claim,
      @NotNull Money amount,
      @NotNull Form form,
      @Text(max = 500, lines = true) Confidential note,
      Instant occurredAt) {}

  /**
   * The reversal of a wrong posting, with the correct amount; 0 if nothing is to be posted instead.
   */
  @Schema(
      name = "Reversal",
      description = "The posting to reverse, and the correct amount; 0 to post nothing instead.")
  public record Reversal(
      @NotNull Id posting,
      @NotNull Money replacement,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /** A correction of fields that can no longer be edited. */
  @Schema(
      name = "CorrectionCommand",
      description =
          "The correct values, and the ledger entry (`entry`) that contains the wrong ones.")
  public record Correcting(
      @NotNull Id entry,
      @NotNull @Valid Correction values,
      @NotNull @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /** A coordination meeting that was held. */
  @Schema(
      name = "MeetingRecord",
      description = "A coordination meeting. `attendees` and `agreed` are private.")
  public record MeetingHeld(
      @NotNull Instant heldAt,
      @NotNull @Min(2) @Max(10_000) Integer participants,
      @NotNull @Text(max = 1000, lines = true) Confidential attendees,
      @NotNull @Text(max = 4000, lines = true) Confidential agreed,
      Instant occurredAt) {}

  /** A follow-up visit that was made. */
  @Schema(
      name = "FollowUpRecord",
      description = "A visit to a fulfilled wish, on a day in Asia/Shanghai.")
  public record FollowUpMade(
      @NotNull LocalDate visitedOn,
      @NotNull FollowUp.Result result,
      @Text(max = 2000, lines = true) Confidential note,
      Instant occurredAt) {}

  /** A thank-you. */
  @Schema(
      name = "ThankYou",
      description =
          "A thank-you in the resident's words. With `publish` the resident allows the office to"
              + " show it beside the wish.")
  public record Thanks(
      @NotNull @Text(max = 500, lines = true) Confidential words, @NotNull Boolean publish) {}

  /** The publication of a thank-you; {@code attested} must be true. */
  @Schema(
      name = "ThanksPublication",
      description =
          "The publication of a thank-you. With `attested`, which must be true, the operator"
              + " declares that the words contain no personal data.")
  public record ThanksPublication(@NotNull @AssertTrue Boolean attested, Instant occurredAt) {}

  /** An amount in yuan, and its form: cash, goods or labour. */
  @Schema(
      name = "PledgeAmount",
      description = "An amount in yuan, and its form: cash, goods or labour.")
  public record Amount(@NotNull Money amount, @NotNull Form form) {}

  /** A further pledge. */
  @Schema(
      name = "Pledge",
      description =
          "An amount in yuan, and its form: cash, goods or labour. `onBehalfOf` and `occurredAt` are for"
              + " operators who record late what happened offline.")
  public record Pledge(
      @NotNull Money amount,
      @NotNull Form form,
      @Valid OnBehalfOf onBehalfOf,
      Instant occurredAt) {}

  /** A new claim. */
  @Schema(
      name = "ClaimRequest",
      description =
          "A pledge and the members who take part, both optional. `onBehalfOf` and `occurredAt` are"
              + " for operators who record late what happened offline.")
  public record Claiming(
      @Valid Amount pledge,
      @Size(max = 100) List<@NotNull Id> participants,
      @Valid OnBehalfOf onBehalfOf,
      Instant occurredAt) {

    /** The claim of a request without a body: no pledge and no named participants. */
    public static final Claiming PLAIN = new Claiming(null, null, null, null);
  }

  /** The new participants of a claim. */
  @Schema(
      name = "Participants",
      description =
          "The ids of the members who take part; the claiming member takes part even if not"
              + " listed. `onBehalfOf` and `occurredAt` are for operators who record late what"
              + " happened offline.")
  public record Participants(
      @NotNull @Size(max = 100) List<@NotNull Id> participants,
      @Valid OnBehalfOf onBehalfOf,
      Instant occurredAt) {
    /** Returns the member ids; refuses a duplicate. */
    public List<Long> members() {
      return List.copyOf(set(participants, "/participants"));
    }
  }

  /** The reason for ending a claim. */
  @Schema(
      name = "ClaimEnding",
      description =
          "Why a claim ends. `onBehalfOf` is for operators who record late that a claimant released"
              + " it.")
  public record Ending(
      @NotNull EndingReason reason,
      @NotNull @Text(max = 500, lines = true) Confidential note,
      @Valid OnBehalfOf onBehalfOf,
      Instant occurredAt) {}

  /**
   * The end reasons that a client can give; the service itself sets the other values of {@link
   * EndReason}.
   */
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

  /**
   * A delivery with its cost: of a part of the work if {@code partial} is true, otherwise of all of
   * it.
   */
  @Schema(
      name = "Delivery",
      description =
          "What was delivered, and its cost by form. With `partial` more work will follow."
              + " `onBehalfOf` and `occurredAt` are for operators who record late what happened"
              + " offline.")
  public record Delivery(
      @NotNull @Text(max = 2000, lines = true) Confidential note,
      Boolean partial,
      @Size(max = 3) List<@NotNull @Valid Amount> spent,
      @Valid OnBehalfOf onBehalfOf,
      Instant occurredAt) {
    /** Returns whether all promised work is delivered. */
    public boolean coversAll() {
      return !Boolean.TRUE.equals(partial);
    }

    /** Returns the cost by form; refuses a duplicate form. */
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
  @Schema(
      name = "ClaimExtension",
      description = "A new completion date; `reason` is required from the second extension on.")
  public record Extension(
      @NotNull Instant completeBy,
      @Text(max = 500, lines = true) Confidential reason,
      Instant occurredAt) {}

  /**
   * Returns the ids as a set; refuses a duplicate with VALIDATION_FAILED at its position in the
   * list.
   */
  public static Set<Long> set(List<Id> ids, String pointer) {
    Set<Long> set = new LinkedHashSet<>();
    for (int i = 0; i < ids.size(); i++) {
      if (!set.add(ids.get(i).value())) {
        throw ProblemException.invalid(pointer + "/" + i, FieldFault.DUPLICATE);
      }
    }
    return set;
  }

  /** Returns the amount; refuses zero. */
  public static Money positive(Money amount, String pointer) {
    if (amount.isZero()) {
      throw ProblemException.invalid(pointer, FieldFault.OUT_OF_RANGE);
    }
    return amount;
  }
}
