package org.microwish.wish;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.microwish.caller.Caller;
import org.microwish.platform.http.IfMatch;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Money;

/**
 * One command on its way through {@link WishExecutor}.
 *
 * @param claimId the claim it names, or null
 * @param occurredAt when it happened, or null for now
 * @param ifMatch the versions that the caller has seen, or null where it need not have
 * @param pledge what a new claim asks to commit; nothing for any other command
 * @param command makes the command's facts from what is found under the lock
 * @param effects writes what the decision does not: words, texts, rows of its own
 */
record Act(
    Caller caller,
    long wishId,
    Long claimId,
    WishTransition transition,
    Instant occurredAt,
    IfMatch ifMatch,
    Money pledge,
    Function<Scene, WishCommand> command,
    Consumer<Scene> effects) {

  static Act onWish(Caller caller, long wishId, WishTransition transition) {
    return new Act(
        caller,
        wishId,
        null,
        transition,
        null,
        null,
        Money.ZERO,
        scene -> new WishCommand.OnWish(transition),
        scene -> {});
  }

  static Act onClaim(Caller caller, long wishId, long claimId, WishTransition transition) {
    return new Act(
        caller,
        wishId,
        claimId,
        transition,
        null,
        null,
        Money.ZERO,
        scene -> new WishCommand.OnClaim(transition),
        scene -> {});
  }

  Act at(Instant time) {
    return new Act(caller, wishId, claimId, transition, time, ifMatch, pledge, command, effects);
  }

  Act ifMatch(IfMatch version) {
    return new Act(
        caller, wishId, claimId, transition, occurredAt, version, pledge, command, effects);
  }

  Act pledging(Money amount) {
    return new Act(
        caller, wishId, claimId, transition, occurredAt, ifMatch, amount, command, effects);
  }

  Act naming(Long claim) {
    return new Act(
        caller, wishId, claim, transition, occurredAt, ifMatch, pledge, command, effects);
  }

  Act deciding(Function<Scene, WishCommand> facts) {
    return new Act(
        caller, wishId, claimId, transition, occurredAt, ifMatch, pledge, facts, effects);
  }

  Act writing(Consumer<Scene> rows) {
    return new Act(
        caller,
        wishId,
        claimId,
        transition,
        occurredAt,
        ifMatch,
        pledge,
        command,
        effects.andThen(rows));
  }
}
