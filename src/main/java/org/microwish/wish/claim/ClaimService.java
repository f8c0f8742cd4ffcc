package org.microwish.wish.claim;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.EndReason;
import org.microwish.wish.Participants;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.Refusal;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * Commands on existing claims; new claims are made in {@code wish.claiming}. Each public method
 * runs one command in the caller's transaction, writes one ledger entry, and throws a {@code
 * ProblemException} when the command is refused.
 */
@ApplicationScoped
public class ClaimService {

  private final WishExecutor executor;
  private final Participants participants;
  private final Claims claims;
  private final WishDeadlines deadlines;

  ClaimService(
      WishExecutor executor, Participants participants, Claims claims, WishDeadlines deadlines) {
    this.executor = executor;
    this.participants = participants;
    this.claims = claims;
    this.deadlines = deadlines;
  }

  /**
   * Approves a PENDING claim, which becomes ACTIVE; refused if the wish has no free place or
   * budget.
   */
  public WishReceipt approve(Caller caller, long claimId, Instant at) {
    return executor.execute(on(caller, claimId, WishTransition.APPROVE).at(at));
  }

  /** Declines a PENDING claim. */
  public WishReceipt decline(
      Caller caller, long claimId, EndReason reason, String words, Instant at) {
    return end(caller, claimId, WishTransition.DECLINE, reason, words, at);
  }

  /** Gives up a claim for its claimant; frees the claim's place and releases its unspent money. */
  public WishReceipt release(
      Caller caller, long claimId, EndReason reason, String words, Instant at) {
    return end(caller, claimId, WishTransition.RELEASE, reason, words, at);
  }

  /** Revokes an ACTIVE claim; frees the claim's place and releases its unspent money. */
  public WishReceipt revoke(
      Caller caller, long claimId, EndReason reason, String words, Instant at) {
    return end(caller, claimId, WishTransition.REVOKE, reason, words, at);
  }

  private WishReceipt end(
      Caller caller,
      long claimId,
      WishTransition transition,
      EndReason reason,
      String words,
      Instant at) {
    return executor.execute(
        on(caller, claimId, transition)
            .at(at)
            .writing(
                context -> {
                  context.endReason = reason;
                  context.facts.put("reason", reason.name());
                  if (transition == WishTransition.DECLINE) {
                    context.claim.decidedBy = caller.account();
                  }
                  context.note(Note.Kind.REASON, words);
                }));
  }

  /** Ends a claim whose work did not start before a deadline; for the sweeper only. */
  public WishReceipt lapse(long claimId, Instant databaseNow) {
    return executor.execute(
        on(Caller.SYSTEM, claimId, WishTransition.LAPSE)
            .at(databaseNow)
            .writing(
                context -> {
                  boolean silent =
                      context.claim.contactedAt == null && context.claim.assessedAt == null;
                  context.endReason = silent ? EndReason.NO_CONTACT : EndReason.NOT_STARTED;
                  context.facts.put("reason", context.endReason.name());
                  // The ledger leaf records until when the claimant cannot claim this wish again:
                  // the length of the bar is configurable, so auditors could not compute that time.
                  // The claim stores the same time, so that a later configuration does not
                  // contradict the leaf.
                  context.claim.barredUntil = deadlines.barredUntil(context.at);
                  context.facts.put(
                      "deadlines", Map.of("barredUntil", context.claim.barredUntil.toString()));
                }));
  }

  /** Marks a started claim as overdue after its completion date; for the sweeper only. */
  public WishReceipt markOverdue(long claimId, Instant databaseNow) {
    return executor.execute(
        on(Caller.SYSTEM, claimId, WishTransition.MARK_OVERDUE).at(databaseNow));
  }

  /** Pledges a further amount for an ACTIVE claim. */
  public WishReceipt pledge(Caller caller, long claimId, Money amount, Form form, Instant at) {
    if (form == Form.PUBLIC_FUNDS) {
      throw ProblemException.invalid("/form", FieldFault.NOT_ALLOWED);
    }
    return executor.execute(
        on(caller, claimId, WishTransition.PLEDGE)
            .at(at)
            .deciding(context -> new WishCommand.Pledge(amount, form)));
  }

  /** Replaces the participants of a claim; a claiming member always takes part. */
  public WishReceipt changeParticipants(
      Caller caller, long claimId, List<Long> participants, Instant at) {
    return executor.execute(
        on(caller, claimId, WishTransition.CHANGE_PARTICIPANTS)
            .at(at)
            .deciding(
                context -> {
                  // The transition also permits participants, but they may only end their own
                  // participation.
                  if (!context.roles.contains(WishRole.CLAIMANT)) {
                    throw Caller.forbidden().with("reason", Refusal.NOT_PERMITTED);
                  }
                  return new WishCommand.OnClaim(WishTransition.CHANGE_PARTICIPANTS);
                })
            .writing(
                context -> {
                  List<Long> before = claims.participants(claimId);
                  Set<Long> taken =
                      claims.takingPart(
                          context.wish.id,
                          claimId,
                          participants.stream().filter(one -> !before.contains(one)).toList());
                  Participants.refuseTaken(participants, taken::contains);
                  context.participants =
                      this.participants.require(context.claim, participants, day(caller, at));
                }));
  }

  /**
   * Returns the time at which the participants of a late record must have been eligible; null,
   * which means now, for any other command.
   */
  private static Instant day(Caller caller, Instant at) {
    return caller.onBehalfOf() == null ? null : at;
  }

  /**
   * Ends the caller's own participation in a claim, for a caller whom a colleague has named without
   * asking. Nobody can name the caller as a participant of this wish again until the caller calls
   * {@link #allowParticipation}. Refused for the claimant, who must release the claim instead.
   */
  public WishReceipt declineParticipation(Caller caller, long claimId, Instant at) {
    return executor.execute(
        on(caller, claimId, WishTransition.CHANGE_PARTICIPANTS)
            .at(at)
            .deciding(
                context -> {
                  // The rules refuse callers who are neither claimant nor participant.
                  if (context.roles.contains(WishRole.CLAIMANT)) {
                    throw ProblemType.CLAIM_STATE_CONFLICT
                        .exception()
                        .with("state", context.claim.state);
                  }
                  return new WishCommand.OnClaim(WishTransition.CHANGE_PARTICIPANTS);
                })
            .writing(
                context -> {
                  // Organisations are only stored for added participants, and nobody is added here.
                  context.participants = new TreeMap<>();
                  for (Long one : claims.participants(claimId)) {
                    if (one != caller.requireMember()) {
                      context.participants.put(one, null);
                    }
                  }
                  claims.decline(context.wish.id, caller.requireMember(), context.at);
                }));
  }

  /**
   * Undoes {@link #declineParticipation}: others can name the caller as a participant again.
   * Changes nothing if the caller has not declined.
   */
  public void allowParticipation(Caller caller, long claimId) {
    claims.allow(claims.wishOf(claimId), caller.requireMember());
  }

  /** Records that the claimant or a participant has contacted the resident. */
  public WishReceipt contact(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.CONTACT, Note.Kind.PROGRESS, note, at);
  }

  /** Records a visit by the claimant or a participant before the work, and its findings. */
  public WishReceipt assess(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.ASSESS, Note.Kind.ASSESSMENT, note, at);
  }

  /** Records that the work has begun. */
  public WishReceipt start(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.START, Note.Kind.PROGRESS, note, at);
  }

  /** Records progress of the work. */
  public WishReceipt progress(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.PROGRESS, Note.Kind.PROGRESS, note, at);
  }

  private WishReceipt noted(
      Caller caller,
      long claimId,
      WishTransition transition,
      Note.Kind kind,
      String note,
      Instant at) {
    return executor.execute(
        on(caller, claimId, transition).at(at).writing(context -> context.note(kind, note)));
  }

  /**
   * Records a delivery and its cost.
   *
   * @param whole true if all promised work is done, false if a part is done
   * @param spent the cost by form; at most the amount committed in that form
   */
  public WishReceipt deliver(
      Caller caller, long claimId, boolean whole, Map<Form, Money> spent, String note, Instant at) {
    WishTransition transition = whole ? WishTransition.DELIVER : WishTransition.DELIVER_PART;
    return executor.execute(
        on(caller, claimId, transition)
            .at(at)
            .deciding(context -> new WishCommand.Deliver(whole, spent))
            .writing(context -> context.note(Note.Kind.DELIVERY, note)));
  }

  /** Extends the completion date of a claim; every extension after the first needs a reason. */
  public WishReceipt extend(
      Caller caller, long claimId, Instant completeBy, String reason, Instant at) {
    return executor.execute(
        on(caller, claimId, WishTransition.EXTEND_CLAIM)
            .at(at)
            .deciding(context -> new WishCommand.ExtendClaim(completeBy, reason != null))
            .writing(context -> context.note(Note.Kind.REASON, reason)));
  }

  private CommandOnWish on(Caller caller, long claimId, WishTransition transition) {
    return CommandOnWish.of(caller, claims.wishOf(claimId), transition).naming(claimId);
  }
}
