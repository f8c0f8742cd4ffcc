package org.microwish.wish.claim;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Commands on existing claims; new claims are made in {@code wish.claiming}. Each method is one
 * command: it works in the caller's transaction, writes one ledger entry, and throws a problem when
 * it is refused.
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

  /** Makes a PENDING claim active if the wish still has a free place or budget. */
  public WishReceipt approve(Caller caller, long claimId, Instant at) {
    return executor.execute(on(caller, claimId, WishTransition.APPROVE).at(at));
  }

  /** Declines a PENDING claim. */
  public WishReceipt decline(
      Caller caller, long claimId, EndReason reason, String words, Instant at) {
    return end(caller, claimId, WishTransition.DECLINE, reason, words, at);
  }

  /** Gives up a claim; frees its place and releases its unspent money. */
  public WishReceipt release(
      Caller caller, long claimId, EndReason reason, String words, Instant at) {
    return end(caller, claimId, WishTransition.RELEASE, reason, words, at);
  }

  /** Revokes a claim; frees its place and releases its unspent money. */
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

  /** Ends a claim whose deadline has passed before the work started; for the sweeper only. */
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
                  // The bar is configured; an auditor reads from the leaf until when it holds.
                  context.facts.put(
                      "deadlines",
                      Map.of("barredUntil", deadlines.barredUntil(context.at).toString()));
                }));
  }

  /** Marks a started claim whose completion date has passed; for the sweeper only. */
  public WishReceipt markOverdue(long claimId, Instant databaseNow) {
    return executor.execute(
        on(Caller.SYSTEM, claimId, WishTransition.MARK_OVERDUE).at(databaseNow));
  }

  /** Pledges a further amount. */
  public WishReceipt pledge(Caller caller, long claimId, Money amount, Form form, Instant at) {
    if (form == Form.PUBLIC_FUNDS) {
      throw ProblemException.invalid("/form", FieldFault.NOT_ALLOWED);
    }
    return executor.execute(
        on(caller, claimId, WishTransition.PLEDGE)
            .at(at)
            .deciding(context -> new WishCommand.Pledge(amount, form)));
  }

  /** Replaces the participants; a claiming member always takes part. */
  public WishReceipt changeParticipants(
      Caller caller, long claimId, List<Long> participants, Instant at) {
    return executor.execute(
        on(caller, claimId, WishTransition.CHANGE_PARTICIPANTS)
            .at(at)
            .deciding(
                context -> {
                  // A participant shares the row of the table, but may only leave.
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
                      List.copyOf(this.participants.require(context.claim, participants).keySet());
                }));
  }

  /**
   * Ends the caller's own participation, which a colleague may have entered without asking. The
   * claimant cannot decline: it releases the claim.
   */
  public WishReceipt declineParticipation(Caller caller, long claimId, Instant at) {
    return executor.execute(
        on(caller, claimId, WishTransition.CHANGE_PARTICIPANTS)
            .at(at)
            .deciding(
                context -> {
                  // The rules refuse those who are neither claimant nor participant.
                  if (context.roles.contains(WishRole.CLAIMANT)) {
                    throw ProblemType.CLAIM_STATE_CONFLICT
                        .exception()
                        .with("state", context.claim.state);
                  }
                  return new WishCommand.OnClaim(WishTransition.CHANGE_PARTICIPANTS);
                })
            .writing(
                context ->
                    context.participants =
                        claims.participants(claimId).stream()
                            .filter(one -> one != caller.requireMember())
                            .sorted()
                            .toList()));
  }

  /** Records that the claimant has spoken with the resident. */
  public WishReceipt contact(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.CONTACT, Note.Kind.PROGRESS, note, at);
  }

  /** Records the claimant's visit before the work, with its findings. */
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
   * Records a delivery.
   *
   * @param whole true when all promised work is done, false for a part of it
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

  /** Extends the completion date; every extension after the first needs a reason. */
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
