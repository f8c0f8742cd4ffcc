package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.attachment.Rating;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.Claims;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.Wish;
import org.microwish.wish.WishAccess;
import org.microwish.wish.WishContext;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests.AcceptanceWord;
import org.microwish.wish.lifecycle.Acceptance;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.Proxy;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.Voice;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Confirmation and dissatisfaction by the resident or a proxy, and reopening by staff. Each public
 * method runs one command in the caller's transaction, writes one ledger entry, and throws a {@code
 * ProblemException} when the command is refused.
 */
@ApplicationScoped
public class WishConfirmation {

  private final WishExecutor executor;
  private final Claims claims;
  private final WishAccess access;
  private final WishDeadlines deadlines;
  private final Attachments attachments;
  private final FollowUps followUps;
  private final Vault vault;
  private final Ids ids;

  WishConfirmation(
      WishExecutor executor,
      Claims claims,
      WishAccess access,
      WishDeadlines deadlines,
      Attachments attachments,
      FollowUps followUps,
      Vault vault,
      Ids ids) {
    this.executor = executor;
    this.claims = claims;
    this.access = access;
    this.deadlines = deadlines;
    this.attachments = attachments;
    this.followUps = followUps;
    this.vault = vault;
    this.ids = ids;
  }

  /**
   * Confirms that the wish is fulfilled.
   *
   * @param rating 1 to 5
   * @param proxyReason why somebody else confirms for the resident; null if the resident confirms,
   *     also if an operator records this late
   * @param evidence ids of evidence files of this wish that show the resident's statement; required
   *     only for the proxy reason CANNOT_USE_PHONE
   * @param acceptance who accepts a public project, or null
   */
  public WishReceipt confirm(
      Caller caller,
      long id,
      int rating,
      String comment,
      ProxyReason proxyReason,
      Set<Long> evidence,
      AcceptanceWord acceptance,
      Instant at) {
    ProxyReason proxy = reason(caller, proxyReason);
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.CONFIRM)
            .at(at)
            .deciding(
                context -> new WishCommand.Confirm(voice(context, proxy, evidence, acceptance)))
            .writing(
                context -> {
                  Wish wish = context.wish;
                  wish.confirmedAt = context.at;
                  wish.confirmedBy = caller.account();
                  Map<String, Object> confirmation =
                      LeafFacts.confirmation(voice(context, proxy, evidence, acceptance));
                  wish.confirmation = (String) confirmation.get("by");
                  wish.proxyReason = proxy;
                  wish.acceptedBy = acceptance == null ? null : acceptance.by();
                  context.keep(rating(caller, rating));
                  wish.fulfilledAt = context.at;
                  wish.noticeUntil = deadlines.noticeUntil(context.at);
                  confirmation.put("rating", rating);
                  context.facts.put("confirmation", confirmation);
                  context.facts.put(
                      "deadlines", Map.of("noticeUntil", wish.noticeUntil.toString()));
                  signed(context, acceptance);
                  context.note(Note.Kind.COMMENT, comment);
                }));
  }

  private Rating rating(Caller caller, int stars) {
    Rating rating = new Rating();
    rating.id = ids.next();
    rating.author = caller.account();
    rating.stars = stars;
    return rating;
  }

  /**
   * Records that the resident is not satisfied.
   *
   * @param redo ids of the claims whose work must be done again
   */
  public WishReceipt reportDissatisfaction(
      Caller caller,
      long id,
      Set<Long> redo,
      String reason,
      ProxyReason proxyReason,
      Set<Long> evidence,
      AcceptanceWord acceptance,
      Instant at) {
    ProxyReason proxy = reason(caller, proxyReason);
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.REPORT_DISSATISFACTION)
            .at(at)
            .deciding(
                context ->
                    new WishCommand.ReportDissatisfaction(
                        redo, voice(context, proxy, evidence, acceptance)))
            .writing(
                context -> {
                  context.facts.put(
                      "confirmation",
                      LeafFacts.confirmation(voice(context, proxy, evidence, acceptance)));
                  context.facts.put("redo", LeafFacts.redo(redo));
                  signed(context, acceptance);
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  /**
   * Returns the reason why somebody other than the resident sends the command, {@link
   * ProxyReason#ON_PAPER} for a late record; null without such a reason.
   */
  private static ProxyReason reason(Caller caller, ProxyReason given) {
    boolean late = caller.onBehalfOf() != null;
    if (late && given != null) {
      throw ProblemException.invalid("/proxy", FieldFault.NOT_ALLOWED);
    }
    if (!late && given == ProxyReason.ON_PAPER) {
      throw ProblemException.invalid("/onBehalfOf", FieldFault.REQUIRED);
    }
    return late ? ProxyReason.ON_PAPER : given;
  }

  /** Returns who answers instead of the resident; null if the resident answers. */
  private Voice voice(
      WishContext context, ProxyReason proxy, Set<Long> evidence, AcceptanceWord acceptance) {
    long wish = context.wish.id;
    if (acceptance != null) {
      if (proxy != null) {
        throw ProblemException.invalid("/acceptance", FieldFault.NOT_ALLOWED);
      }
      Set<Long> pages = acceptance.pages();
      return new Acceptance(
          acceptance.by(),
          acceptance.people().size(),
          isOfResident(context.wish),
          isConflicted(context),
          !pages.isEmpty()
              && attachments.countOfWhole(
                      AggregateType.WISH, wish, Evidence.Kind.SIGNED_SHEET, pages)
                  == pages.size());
    }
    if (proxy == null) {
      requireSaidForWhom(context);
      return null;
    }
    return new Proxy(
        proxy,
        isConflicted(context),
        !evidence.isEmpty()
            && attachments.countOfWhole(AggregateType.WISH, wish, evidence) == evidence.size());
  }

  /**
   * Refuses staff who send neither a proxy reason nor an acceptance for a DELIVERED wish; the
   * problem names the missing field.
   */
  private void requireSaidForWhom(WishContext context) {
    boolean staff =
        context.roles.contains(WishRole.OPERATOR) || context.roles.contains(WishRole.COLLECTOR);
    boolean speaksForAnother = staff && !context.roles.contains(WishRole.RESIDENT);
    // In other states the rules refuse the command because of the state, whatever its fields.
    if (speaksForAnother && context.wish.state == WishState.DELIVERED) {
      boolean accepted = context.wish.kind == WishKind.PROJECT && !isOfResident(context.wish);
      throw ProblemException.invalid(accepted ? "/acceptance" : "/proxy", FieldFault.REQUIRED);
    }
  }

  /**
   * Whether a resident asked for the wish. The account that is bound to the wish does not show
   * this, because it may belong to the contact person.
   */
  private boolean isOfResident(Wish wish) {
    return wish.residentNamed || vault.read(wish.subject()).containsKey("residentName");
  }

  private boolean isConflicted(WishContext context) {
    return access.isConflicted(
        context.caller, claims.ofWish(context.wish.id, EnumSet.of(ClaimState.ACTIVE)));
  }

  /** Adds a note with the names of the people who signed. The public cannot read notes. */
  private static void signed(WishContext context, AcceptanceWord acceptance) {
    if (acceptance != null) {
      context.note(Note.Kind.ATTENDEES, acceptance.names());
    }
  }

  /**
   * Reopens a fulfilled wish for further work; withdraws the wish's confirmation and rating.
   *
   * @param followUp the follow-up visit that found the problems, or null
   */
  public WishReceipt reopen(
      Caller caller, long id, Set<Long> redo, Id followUp, String reason, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.REOPEN)
            .at(at)
            .deciding(context -> new WishCommand.Reopen(redo))
            .writing(
                context -> {
                  Wish wish = context.wish;
                  wish.confirmedAt = null;
                  wish.confirmedBy = null;
                  wish.confirmation = null;
                  wish.proxyReason = null;
                  wish.acceptedBy = null;
                  attachments.withdrawRating(AggregateType.WISH, wish.id, context.at);
                  wish.fulfilledAt = null;
                  wish.noticeUntil = null;
                  // The thank-you was about work that must now be done again.
                  wish.thanks = null;
                  wish.thanksAllowed = false;
                  if (followUp != null) {
                    followUps.leadToRedo(followUp.value(), context);
                  }
                  context.facts.put("redo", LeafFacts.redo(redo));
                  context.note(Note.Kind.REASON, reason);
                }));
  }
}
