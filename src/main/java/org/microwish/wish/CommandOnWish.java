package org.microwish.wish;

import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.command.Command;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/** One command as {@link WishExecutor} runs it. The part that it may name is a claim. */
public final class CommandOnWish extends Command<CommandOnWish, WishTransition, WishContext> {

  private Function<WishContext, WishCommand> decision;

  private CommandOnWish(Caller caller, long wishId, WishTransition transition) {
    super(caller, wishId, transition);
    this.decision =
        context ->
            transition.isOnPart()
                ? new WishCommand.OnClaim(transition)
                : new WishCommand.OnWish(transition);
  }

  /** A command whose decision needs no facts, unless {@link #deciding} brings some. */
  public static CommandOnWish of(Caller caller, long wishId, WishTransition transition) {
    return new CommandOnWish(caller, wishId, transition);
  }

  @Override
  protected CommandOnWish self() {
    return this;
  }

  /** Makes what the rules decide on from what is found under the lock. */
  public CommandOnWish deciding(Function<WishContext, WishCommand> facts) {
    decision = facts;
    return this;
  }

  WishCommand decision(WishContext context) {
    return decision.apply(context);
  }
}
