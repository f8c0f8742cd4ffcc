package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.platform.Id;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.Posting;
import org.microwish.wish.money.Postings;

/**
 * Posts public funds, refunds and reversals of a wish. Each public method runs one command in the
 * caller's transaction, writes one ledger entry, and throws a {@code ProblemException} when the
 * command is refused.
 */
@ApplicationScoped
public class WishMoney {

  private final WishExecutor executor;
  private final Postings postings;

  WishMoney(WishExecutor executor, Postings postings) {
    this.executor = executor;
    this.postings = postings;
  }

  /**
   * Commits, spends or releases public funds.
   *
   * @param movement PLEDGE (commit), SPEND or RELEASE
   */
  public WishReceipt postPublicFunds(
      Caller caller, long id, Movement movement, Money amount, String note, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.POST_PUBLIC_FUNDS)
            .at(at)
            .deciding(context -> new WishCommand.PostPublicFunds(movement, amount))
            .writing(context -> context.note(Note.Kind.REASON, note)));
  }

  /**
   * Records a refund of money that a claim spent or, if {@code claimId} is null, of spent public
   * funds.
   */
  public WishReceipt refund(
      Caller caller, long id, Long claimId, Money amount, Form form, String note, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.REFUND)
            .naming(claimId)
            .at(at)
            .deciding(context -> new WishCommand.Refund(claimId, amount, form))
            .writing(context -> context.note(Note.Kind.REASON, note)));
  }

  /**
   * Reverses a posting and posts the correct amount instead.
   *
   * @param replacement the correct amount; zero to post nothing instead
   */
  public WishReceipt reversePosting(
      Caller caller, long id, long postingId, Money replacement, String reason, Instant at) {
    Posting posting =
        postings
            .findByIdOptional(postingId)
            .filter(found -> found.wishId == id)
            .orElseThrow(() -> ProblemException.invalid("/posting", FieldFault.NOT_FOUND));
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.REVERSE_POSTING)
            .naming(posting.claimId)
            .at(at)
            .deciding(
                context ->
                    new WishCommand.ReversePosting(
                        postingId,
                        posting.claimId,
                        posting.movement(),
                        Money.of(posting.amount),
                        posting.form,
                        postings.isReversed(postingId),
                        replacement))
            .writing(
                context -> {
                  context.facts.put(
                      "correction",
                      Map.of("entry", Id.text(posting.entryId), "fields", List.of("postings")));
                  context.note(Note.Kind.REASON, reason);
                }));
  }
}
