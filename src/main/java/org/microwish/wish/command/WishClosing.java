package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.EndReason;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Commands that change the claim-by date, end claiming, or end a wish. Each public method runs one
 * command in the caller's transaction, writes one ledger entry, and throws a {@code
 * ProblemException} when the command is refused.
 */
@ApplicationScoped
public class WishClosing {

  private final WishExecutor executor;

  WishClosing(WishExecutor executor) {
    this.executor = executor;
  }

  /** Extends the claim-by date of an open wish. */
  public WishReceipt extend(Caller caller, long id, Instant claimBy, String reason, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.EXTEND)
            .at(at)
            .deciding(context -> new WishCommand.Extend(claimBy))
            .writing(
                context -> {
                  context.wish.claimBy = claimBy;
                  context.facts.put("deadlines", Map.of("claimBy", claimBy.toString()));
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  /** Ends claiming although places or budget are free; records how much was left. */
  public WishReceipt closeClaiming(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.CLOSE_CLAIMING)
            .at(at)
            .writing(context -> context.note(Note.Kind.REASON, reason)));
  }

  /** Ends claiming at the claim-by date of a wish with active claims; for the sweeper only. */
  public WishReceipt closeAtDate(long id, Instant databaseNow) {
    return executor.execute(
        CommandOnWish.of(Caller.SYSTEM, id, WishTransition.CLOSE_CLAIMING).at(databaseNow));
  }

  /** Expires an open wish without active claims at its claim-by date; for the sweeper only. */
  public WishReceipt expire(long id, Instant databaseNow) {
    return executor.execute(
        CommandOnWish.of(Caller.SYSTEM, id, WishTransition.EXPIRE).at(databaseNow));
  }

  /**
   * Archives a fulfilled wish after its public notice; called by the sweeper and, with a past time,
   * for sample data.
   */
  public WishReceipt archive(long id, Instant at) {
    return executor.execute(CommandOnWish.of(Caller.SYSTEM, id, WishTransition.ARCHIVE).at(at));
  }

  /** Withdraws the wish; its live claims end, and its unspent money is released. */
  public WishReceipt withdraw(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.WITHDRAW)
            .at(at)
            .deciding(
                context ->
                    new WishCommand.Withdraw(false, caller.account().equals(context.wish.keeper())))
            .writing(
                context -> {
                  context.endReason = EndReason.WISH_WITHDRAWN;
                  context.note(Note.Kind.REASON, reason);
                }));
  }
}
