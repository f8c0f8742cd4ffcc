package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.lifecycle.review.Review;
import org.microwish.platform.Confidential;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.Duplicates;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.SearchWords;
import org.microwish.wish.Wish;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Review and publication of wishes. Each public method runs one command in the caller's
 * transaction, writes one ledger entry, and throws a {@code ProblemException} when the command is
 * refused.
 */
@ApplicationScoped
public class WishReview {

  private final WishExecutor executor;
  private final Moderation moderation;
  private final PublicWords publicWords;
  private final WishDeadlines deadlines;
  private final SearchWords searchWords;
  private final Wishes wishes;
  private final Duplicates duplicates;

  WishReview(
      WishExecutor executor,
      Moderation moderation,
      PublicWords publicWords,
      WishDeadlines deadlines,
      SearchWords searchWords,
      Wishes wishes,
      Duplicates duplicates) {
    this.executor = executor;
    this.moderation = moderation;
    this.publicWords = publicWords;
    this.deadlines = deadlines;
    this.searchWords = searchWords;
    this.wishes = wishes;
    this.duplicates = duplicates;
  }

  /** Submits the wish for review. */
  public WishReceipt submit(Caller caller, long id, Instant at) {
    return executor.execute(
        Review.submission(CommandOnWish.of(caller, id, WishTransition.SUBMIT).at(at)));
  }

  /**
   * Submits the wish for review. For collectors and operators, the receipt also lists other wishes
   * that this wish may duplicate.
   */
  public WishReceipt submitComparing(Caller caller, long id, Instant at) {
    WishReceipt receipt = submit(caller, id, at);
    return receipt.pointingOut(duplicates.of(caller, wishes.findById(id)));
  }

  /** Returns the wish to its author. */
  public WishReceipt sendBack(Caller caller, long id, String reason, Instant at) {
    return review(caller, id, WishTransition.RETURN, reason, at);
  }

  /** Rejects the wish. Only {@link #resume} can change the state REJECTED. */
  public WishReceipt reject(Caller caller, long id, String reason, Instant at) {
    return review(caller, id, WishTransition.REJECT, reason, at);
  }

  /** Takes a wish that was rejected by mistake back to review. */
  public WishReceipt resume(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Review.decision(CommandOnWish.of(caller, id, WishTransition.RESUME).at(at), reason)
            .writing(
                context -> {
                  context.wish.endedAt = null;
                  // Restarts the time limit of the review.
                  context.wish.submittedAt = context.at;
                }));
  }

  /** Refers the wish to another body; REFERRED is a final state. */
  public WishReceipt refer(Caller caller, long id, String to, String reason, Instant at) {
    return executor.execute(
        Review.decision(CommandOnWish.of(caller, id, WishTransition.REFER).at(at), reason)
            .writing(
                context -> {
                  context.wish.referredTo = to;
                  context.secrets.put("referredTo", to);
                }));
  }

  private WishReceipt review(
      Caller caller, long id, WishTransition transition, String reason, Instant at) {
    return executor.execute(
        Review.decision(CommandOnWish.of(caller, id, transition).at(at), reason));
  }

  /** Publishes a wish of a batch. */
  WishReceipt publish(Caller caller, PublicationBatch.Item item) {
    return publish(
        caller, item.wishId().value(), item.publication(), item.publication().occurredAt());
  }

  /** Publishes the wish on the wall. */
  public WishReceipt publish(Caller caller, long id, Publication words, Instant at) {
    return executor.execute(
        Review.publication(
                CommandOnWish.of(caller, id, WishTransition.PUBLISH).at(at), words.publicWords())
            .deciding(
                context ->
                    new WishCommand.Publish(
                        moderation.isOpen(context.wish),
                        claimBy(words, context.at),
                        words.completeBy()))
            .writing(
                context -> {
                  Wish wish = context.wish;
                  wish.round = 1;
                  wish.claimBy = claimBy(words, context.at);
                  if (words.completeBy() != null) {
                    wish.completeBy = words.completeBy();
                  }
                  wish.publicTitle = words.publicTitle();
                  wish.publicSummary = words.publicSummary();
                  publicWords.check(context);
                  searchWords.add(wish);
                  context.facts.put("round", wish.round);
                  context.facts.put("wish", LeafFacts.wish(wish));
                }));
  }

  private Instant claimBy(Publication words, Instant at) {
    return words.claimBy() == null ? deadlines.claimBy(at) : words.claimBy();
  }

  /**
   * Publishes an expired wish for another round of claiming.
   *
   * @param reason why the wish is published again, or null
   */
  public WishReceipt republish(Caller caller, long id, Instant claimBy, String reason, Instant at) {
    return executor.execute(
        Review.republication(CommandOnWish.of(caller, id, WishTransition.REPUBLISH).at(at))
            .deciding(
                context -> new WishCommand.Republish(moderation.isOpen(context.wish), claimBy))
            .writing(
                context -> {
                  Wish wish = context.wish;
                  wish.round++;
                  wish.claimBy = claimBy;
                  wish.endedAt = null;
                  if (wish.completeBy != null && !wish.completeBy.isAfter(context.at)) {
                    wish.completeBy = null;
                  }
                  context.facts.put("round", wish.round);
                  context.facts.put("wish", LeafFacts.wish(wish));
                  context.note(Note.Kind.REASON, reason);
                  publicWords.checkPublished(context, "");
                }));
  }

  /**
   * Replaces the public title, summary and needed skill of a published wish; shows the wish again
   * if it was taken off the wall.
   */
  public WishReceipt amend(Caller caller, long id, Amendment words, Instant at) {
    return executor.execute(
        Review.amendment(
                CommandOnWish.of(caller, id, WishTransition.AMEND_PUBLIC_WORDS).at(at),
                words.publicWords())
            .writing(
                context -> {
                  Wish wish = context.wish;
                  searchWords.remove(wish);
                  wish.publicTitle = words.publicTitle();
                  wish.publicSummary = words.publicSummary();
                  searchWords.add(wish);
                  if (words.neededSkill() != null) {
                    wish.neededSkill = words.neededSkill().isBlank() ? null : words.neededSkill();
                  }
                  wish.offWall = false;
                  context.note(Note.Kind.REASON, Confidential.text(words.reason()));
                  publicWords.check(context);
                }));
  }

  /** Takes a published wish off the wall. State, claims and money of the wish do not change. */
  public WishReceipt unpublish(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        Review.decision(CommandOnWish.of(caller, id, WishTransition.UNPUBLISH).at(at), reason)
            .deciding(context -> new WishCommand.Unpublish(context.wish.offWall))
            .writing(context -> context.wish.offWall = true));
  }
}
