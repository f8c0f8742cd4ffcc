package org.microwish.wish;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.platform.http.IfMatch;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/** One command as {@link WishExecutor} runs it: who gives it, on what, and what it writes. */
public final class CommandOnWish {

  final Caller caller;
  final long wishId;
  final WishTransition transition;

  /** The claim that it names, or null. */
  private Long claimId;

  /** When it happened, or null for now. */
  private Instant occurredAt;

  /** The versions that the caller has seen, or null where it need not have. */
  private IfMatch ifMatch;

  private Function<CommandContext, WishCommand> decision;
  private Consumer<CommandContext> effects = context -> {};

  private CommandOnWish(Caller caller, long wishId, WishTransition transition) {
    this.caller = caller;
    this.wishId = wishId;
    this.transition = transition;
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

  public CommandOnWish at(Instant time) {
    occurredAt = time;
    return this;
  }

  public CommandOnWish ifMatch(IfMatch versions) {
    ifMatch = versions;
    return this;
  }

  public CommandOnWish naming(Long claim) {
    claimId = claim;
    return this;
  }

  /** Makes what the rules decide on from what is found under the lock. */
  public CommandOnWish deciding(Function<CommandContext, WishCommand> facts) {
    decision = facts;
    return this;
  }

  /** Writes what the decision does not: words, facts, rows of its own. May be called repeatedly. */
  public CommandOnWish writing(Consumer<CommandContext> rows) {
    effects = effects.andThen(rows);
    return this;
  }

  Long claimId() {
    return claimId;
  }

  Instant occurredAt() {
    return occurredAt;
  }

  public IfMatch ifMatch() {
    return ifMatch;
  }

  WishCommand decision(CommandContext context) {
    return decision.apply(context);
  }

  void write(CommandContext context) {
    effects.accept(context);
  }
}
