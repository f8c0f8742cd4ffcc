package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.platform.Id;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Makes another collector responsible for wishes. The new collector finds the wishes with the
 * filter {@code mine}, and may withdraw those that are drafts. {@code createdBy} does not change.
 */
@ApplicationScoped
public class WishHandOver {

  private static final Set<WishState> STATES = EnumSet.copyOf(WishTransition.HAND_OVER.sources());

  private final WishExecutor executor;
  private final Wishes wishes;
  private final Collectors collectors;
  private final Pseudonyms pseudonyms;

  WishHandOver(WishExecutor executor, Wishes wishes, Collectors collectors, Pseudonyms pseudonyms) {
    this.executor = executor;
    this.wishes = wishes;
    this.collectors = collectors;
    this.pseudonyms = pseudonyms;
  }

  /**
   * Makes a collector responsible for one wish, with a ledger entry.
   *
   * @param from the account that must be responsible for the wish now; null for any account
   * @throws ProblemException ALREADY_ENDED if the wish is not with {@code from}
   */
  WishReceipt handOver(Caller caller, long id, String from, String to, String reason, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, id, WishTransition.HAND_OVER)
            .at(at)
            .deciding(
                context -> {
                  if (WishTransition.HAND_OVER.permits(context.roles)) {
                    String keeper = context.wish.keeper();
                    if (from != null && !from.equals(keeper)) {
                      throw ProblemType.ALREADY_ENDED.exception();
                    }
                    if (to.equals(keeper) || !collectors.serves(to, context.wish.divisionPath)) {
                      throw ProblemException.invalid("/collector", FieldFault.NOT_ALLOWED);
                    }
                  }
                  return new WishCommand.OnWish(WishTransition.HAND_OVER);
                })
            .writing(
                context -> {
                  context.wish.collector = to;
                  context.facts.put("collector", pseudonyms.ofAccount(to));
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  /**
   * Returns the ids of the oldest wishes of the caller's division for which the collector {@code
   * from} is responsible and that the collector {@code to} can take over.
   */
  List<String> casesOf(Caller caller, String from, String to, int limit) {
    if (!caller.is(Role.OPERATOR) || caller.divisionPath() == null) {
      throw Caller.forbidden();
    }
    String served =
        collectors
            .divisionOf(to)
            .filter(any -> !to.equals(from))
            .orElseThrow(() -> ProblemException.invalid("/collector", FieldFault.NOT_ALLOWED));
    String own = caller.divisionPath();
    String subtree = served.startsWith(own) ? served : own;
    return subtree.startsWith(served)
        ? wishes.casesOf(from, subtree + "%", STATES, limit).stream()
            .map(id -> Id.text(id.longValue()))
            .toList()
        : List.of();
  }
}
