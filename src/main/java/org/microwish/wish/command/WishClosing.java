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
 * Commands that change the claim-by date, end claiming, or end a wish. Each method is one command:
 * it works in the caller's transaction, writes one ledger entry, and throws a problem when it is
 * refused.
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

  /** Ends claiming although something is free; the shortfall is recorded. */
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

  /** Expires an open wish without active claims; for the sweeper only. */
  public WishReceipt expire(long id, Instant databaseNow) {
    return executor.execute(
        CommandOnWish.of(Caller.SYSTEM, id, WishTransition.EXPIRE).at(databaseNow));
  }

  /** Ends the public notice; for the sweeper, and for sample data with a past time. */
  public WishReceipt archive(long id, Instant at) {
    return executor.execute(CommandOnWish.of(Caller.SYSTEM, id, WishTransition.ARCHIVE).at(at));
  }

  /** Withdraws the wish; live claims end and unspent money is released. */
  public WishReceipt withdraw(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.WITHDRAW)
            .at(at)
            .deciding(context -> new WishCommand.Withdraw(false))
            .writing(
                context -> {
                  context.endReason = EndReason.WISH_WITHDRAWN;
                  context.note(Note.Kind.REASON, reason);
                }));
  }
}
