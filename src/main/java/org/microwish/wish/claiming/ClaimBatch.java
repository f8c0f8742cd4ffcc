package org.microwish.wish.claiming;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Answered;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.KeyBusyException;
import org.microwish.platform.idempotency.KeyedCommand;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.AppliedDecision;
import org.microwish.wish.Claim;
import org.microwish.wish.Claims;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.Refusals;
import org.microwish.wish.Standing;
import org.microwish.wish.Wish;
import org.microwish.wish.WishConfig;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishLifecycle;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Posting;
import org.microwish.wish.money.Postings;

/**
 * Many claims in one transaction: their wishes locked in the order of ids, each decided by the same
 * rules as if it came alone after the one before it, all rows read and written with a statement a
 * table that travel together, one commit. Nobody is answered before that; what is thrown leaves
 * nothing behind.
 */
@ApplicationScoped
class ClaimBatch {

  /** What becomes of an order. */
  sealed interface Outcome {
    /** Its answer. */
    record Answer(Response response) implements Outcome {}

    /** Its refusal. */
    record Refusal(ProblemException problem) implements Outcome {}

    /** It does not fit a batch and goes alone. */
    record Alone() implements Outcome {}

    /** The same key is in the batch already: it is looked at once that one is decided. */
    record Later() implements Outcome {}
  }

  private static final Outcome ALONE = new Outcome.Alone();
  private static final Outcome LATER = new Outcome.Later();

  private final EntityManager entities;
  private final Commands commands;
  private final Wishes wishes;
  private final Claims claims;
  private final Claimants claimants;
  private final Standing standing;
  private final Postings postings;
  private final Ledger ledger;
  private final Pseudonyms pseudonyms;
  private final Ids ids;
  private final Time time;
  private final WishLifecycle lifecycle;

  ClaimBatch(
      EntityManager entities,
      Commands commands,
      Wishes wishes,
      Claims claims,
      Claimants claimants,
      Standing standing,
      Postings postings,
      Ledger ledger,
      Pseudonyms pseudonyms,
      Ids ids,
      Time time,
      WishConfig config) {
    this.entities = entities;
    this.commands = commands;
    this.wishes = wishes;
    this.claims = claims;
    this.claimants = claimants;
    this.standing = standing;
    this.postings = postings;
    this.ledger = ledger;
    this.pseudonyms = pseudonyms;
    this.ids = ids;
    this.time = time;
    this.lifecycle = new WishLifecycle(config.limits());
  }

  /** What became of a batch, order by order, and which of its wishes have nothing left to claim. */
  record Result(Map<ClaimOrder, Outcome> outcomes, Set<Long> taken) {}

  /**
   * Decides and writes, and returns once it is committed.
   *
   * @throws RuntimeException when nothing of it was, or nobody knows
   */
  Result write(List<ClaimOrder> orders) {
    orders.forEach(order -> order.name(commands));
    return QuarkusTransaction.requiringNew().call(() -> new Run(orders).write());
  }

  /**
   * Answers those whose wish, as it is committed now, has nothing left for anybody; without a lock,
   * because only a refusal can come of it. The others are missing.
   */
  Result refuse(List<ClaimOrder> orders) {
    orders.forEach(order -> order.name(commands));
    return QuarkusTransaction.requiringNew().call(() -> new Run(orders).refuse());
  }

  /** One batch. */
  private final class Run {
    private final Map<KeyedCommand, ClaimOrder> waiting = new LinkedHashMap<>();
    private final Map<ClaimOrder, Outcome> outcomes = new LinkedHashMap<>();
    private final Instant now = time.now();
    private Map<Long, Wish> found = Map.of();
    private Pseudonyms.Known names;

    // What is to be written.
    private final Map<ClaimOrder, Accepted> accepted = new LinkedHashMap<>();
    private final Map<Long, Wish> changed = new TreeMap<>();
    private final SortedMap<Claims.Holder, Integer> more = new TreeMap<>();
    private final List<Posting> posted = new ArrayList<>();

    /** Wishes whose pending claims must be declined, which a batch does not do. */
    private final Set<Long> left = new HashSet<>();

    Run(List<ClaimOrder> orders) {
      for (ClaimOrder order : orders) {
        if (waiting.putIfAbsent(order.command, order) != null) {
          outcomes.put(order, LATER);
        }
      }
    }

    Result refuse() {
      // The wishes first: whose effect is seen in them, its key is seen after.
      found = wishes.readAll(wishIds());
      Map<ClaimOrder, ProblemException> refused = new LinkedHashMap<>();
      waiting.values().forEach(order -> refusal(order).ifPresent(why -> refused.put(order, why)));
      keepRefusals(refused);
      return result();
    }

    /** Why nobody at all could have it: asked without knowing anything of the claimant. */
    private Optional<ProblemException> refusal(ClaimOrder order) {
      Wish wish = found.get(order.wishId);
      if (wish == null || !wish.isPublic() || wish.erasedAt != null) {
        return Optional.empty();
      }
      Claimant anybody = new Claimant(order.claimantType(), Set.of(), false, false, false);
      Decision decision =
          lifecycle.decide(
              wish.snapshot(
                  standing.roles(order.caller, wish, null), Map.of(), Map.of(), List.of()),
              new WishCommand.Claim(0, anybody, order.pledge, order.form),
              now);
      return decision instanceof Decision.Refused refused
              && switch (refused.reason()) {
                case FULL, CLAIMING_CLOSED, WRONG_STATE -> true;
                default -> false;
              }
          ? Optional.of(Refusals.problem(refused, WishTransition.CLAIM, wish, null))
          : Optional.empty();
    }

    Result write() {
      Claimants.Facts facts = read();
      if (waiting.isEmpty()) {
        return result();
      }
      facts.of(waiting.values(), found, now);
      Map<ClaimOrder, ProblemException> refused = new LinkedHashMap<>();
      for (ClaimOrder order : waiting.values()) {
        try {
          decide(order, facts);
        } catch (ProblemException problem) {
          refused.put(order, problem);
        }
      }
      save(facts);
      keepRefusals(refused);
      return result();
    }

    private Result result() {
      Set<Long> taken = new HashSet<>();
      found.values().stream().filter(Run::isTaken).forEach(wish -> taken.add(wish.id));
      return new Result(outcomes, taken);
    }

    private static boolean isTaken(Wish wish) {
      return switch (wish.state) {
        case CLAIMED, IN_PROGRESS, DELIVERED -> true;
        default -> false;
      };
    }

    private Set<Long> wishIds() {
      Set<Long> wishIds = new HashSet<>();
      waiting.values().forEach(order -> wishIds.add(order.wishId));
      return wishIds;
    }

    private void decided(ClaimOrder order, Outcome outcome) {
      waiting.remove(order.command);
      outcomes.put(order, outcome);
    }

    /**
     * Takes the locks, keys first, and reads who claims. What was answered before is answered
     * again, and what somebody else is at is left alone.
     */
    private Claimants.Facts read() {
      try {
        return read(true);
      } catch (KeyBusyException busy) {
        int all = waiting.size();
        for (KeyedCommand command : List.copyOf(waiting.keySet())) {
          try {
            commands.answered(List.of(command), true).forEach(this::replay);
          } catch (KeyBusyException thisOne) {
            decided(waiting.get(command), ALONE);
          }
        }
        if (waiting.size() == all) {
          // It was a wish that somebody else holds, and it was waited for already.
          throw busy;
        }
        return read(false);
      }
    }

    private Claimants.Facts read(boolean keys) {
      RoundTrip trip = new RoundTrip();
      Map<KeyedCommand, Answered> before =
          keys ? commands.answered(trip, waiting.keySet(), true) : Map.of();
      found = wishes.lockAll(trip, wishIds());
      Claimants.Facts facts = claimants.ask(trip, waiting.values());
      names = pseudonyms.known(trip, waiting.values().stream().map(order -> order.caller).toList());
      trip.send(entities);
      before.forEach(this::replay);
      return facts;
    }

    private void replay(KeyedCommand command, Answered answered) {
      ClaimOrder order = waiting.get(command);
      try {
        decided(order, new Outcome.Answer(answered.replay(order.command)));
      } catch (ProblemException reused) {
        decided(order, new Outcome.Refusal(reused));
      }
    }

    /**
     * A refusal may be the effect of the same command, run by another instance since its key was
     * looked at: then that one's answer stands.
     */
    private void keepRefusals(Map<ClaimOrder, ProblemException> refused) {
      if (refused.isEmpty()) {
        return;
      }
      Map<KeyedCommand, ProblemException> byCommand = new LinkedHashMap<>();
      refused.forEach((order, problem) -> byCommand.put(order.command, problem));
      commands.answered(byCommand.keySet(), false).forEach(this::replay);
      refused.forEach(
          (order, problem) -> {
            if (waiting.containsKey(order.command)) {
              decided(order, new Outcome.Refusal(problem));
            }
          });
    }

    // Deciding ------------------------------------------------------------------------------------

    private void decide(ClaimOrder order, Claimants.Facts facts) {
      Claim claim = facts.claimOf(order);
      Wish wish = found.get(order.wishId);
      if (wish == null) {
        throw ProblemType.NOT_FOUND.exception();
      }
      if (!wish.isPublic() || left.contains(wish.id)) {
        outcomes.put(order, ALONE);
        return;
      }
      if (wish.erasedAt != null) {
        throw ProblemType.PERSONAL_DATA_ERASED.exception();
      }
      claim.id = ids.next();
      // Time in a wish never runs backwards.
      Instant at = now.isBefore(wish.lastOccurredAt) ? wish.lastOccurredAt : now;
      Decision decision =
          lifecycle.decide(
              wish.snapshot(
                  standing.roles(order.caller, wish, null), Map.of(), Map.of(), List.of()),
              new WishCommand.Claim(
                  claim.id, facts.claimant(claim, wish, at), order.pledge, order.form),
              at);
      switch (decision) {
        case Decision.Refused refused ->
            throw Refusals.problem(refused, WishTransition.CLAIM, wish, null);
        case Decision.Accepted yes -> {
          if ((yes.declinesPending() || yes.lapsesPending()) && wish.pendingClaims > 0) {
            left.add(wish.id);
            outcomes.put(order, ALONE);
          } else {
            accept(order, claim, wish, yes, at);
            facts.accepted(claim);
          }
        }
      }
    }

    private void accept(
        ClaimOrder order, Claim claim, Wish wish, Decision.Accepted decision, Instant at) {
      Map<String, Object> saying = new LinkedHashMap<>();
      String from = wish.state.name();
      long entryId = ids.next();
      wish.version++;
      AppliedDecision.toWish(wish, decision, at, now, saying);
      wish.firstClaimedAt = wish.firstClaimedAt == null ? at : wish.firstClaimedAt;
      claim.round = wish.round;
      claim.claimedAt = at;
      claim.participants = claim.claimantType == ClaimantType.MEMBER ? 1 : 0;
      decision
          .claims()
          .forEach(change -> AppliedDecision.toNewClaim(claim, change, order.caller, at, saying));
      decision.postings().forEach(claim::take);
      posted.addAll(postings.rows(wish.id, entryId, decision.postings(), at, now));
      changed.put(wish.id, wish);
      more.merge(new Claims.Holder(claim.claimantType, claim.claimantId), 1, Integer::sum);
      accepted.put(
          order,
          new Accepted(
              claim,
              entryId,
              at,
              wish.version,
              new Transition(WishTransition.CLAIM.name(), from, wish.state.name()),
              saying,
              decision,
              WishReceipt.of(wish, claim, null, null)));
    }

    // Writing -------------------------------------------------------------------------------------

    private void save(Claimants.Facts facts) {
      if (accepted.isEmpty()) {
        return;
      }
      List<EntryDraft> entries = entries();
      RoundTrip trip = new RoundTrip();
      wishes.writeClaimed(trip, changed.values());
      claims.countUp(trip, more);
      Map<Claims.Holder, Integer> recounted = facts.recount(trip, more.keySet());
      claims.write(trip, accepted.values().stream().map(Accepted::claim).toList());
      postings.write(trip, posted);
      List<LedgerReceipt> receipts = ledger.appendAll(trip, entries);
      Map<KeyedCommand, Answer> answers = new LinkedHashMap<>();
      int index = 0;
      for (Map.Entry<ClaimOrder, Accepted> each : accepted.entrySet()) {
        WishReceipt receipt = each.getValue().receipt().recordedBy(receipts.get(index++));
        answers.put(
            each.getKey().command, Answer.created("/claims/" + receipt.claim().id(), receipt));
      }
      Map<KeyedCommand, Response> responses = commands.remember(trip, answers);
      trip.send(entities);
      facts.requireWithinCap(recounted);
      responses.forEach(
          (command, response) -> decided(waiting.get(command), new Outcome.Answer(response)));
    }

    private List<EntryDraft> entries() {
      Map<Caller, Actor> actors =
          pseudonyms.actors(accepted.keySet().stream().map(order -> order.caller).toList(), names);
      // Whoever claims for itself is the claimant: one name says both.
      Map<Long, String> shown = new HashMap<>();
      accepted.forEach(
          (order, each) -> {
            if (each.claim().claimantType == ClaimantType.MEMBER) {
              shown.put(each.claim().claimantId, actors.get(order.caller).pseudonym());
            }
          });
      List<EntryDraft> entries = new ArrayList<>();
      accepted.forEach(
          (order, each) -> {
            Claim claim = each.claim();
            List<Long> participants =
                claim.claimantType == ClaimantType.MEMBER ? List.of(claim.claimantId) : List.of();
            each.saying().put("claims", Map.of(claim.state.name(), List.of(Id.text(claim.id))));
            each.saying().put("claim", LeafFacts.claim(claim, true, participants, shown));
            entries.add(
                new EntryDraft(
                    each.entryId(),
                    WishTransition.CLAIM.entryType(),
                    AggregateType.WISH,
                    Id.text(claim.wishId),
                    each.version(),
                    actors.get(order.caller),
                    each.at(),
                    now,
                    each.transition(),
                    each.saying(),
                    LeafFacts.moves(each.decision().postings()),
                    List.of(),
                    DivisionCode.publicPath(changed.get(claim.wishId).divisionPath),
                    claim.organisationId));
          });
      return entries;
    }
  }

  /**
   * An order that was accepted, as it is to be written.
   *
   * @param version the wish's, which the entry is of
   * @param saying the leaf's facts
   * @param receipt without the ledger's part, which is known when the entry is written
   */
  private record Accepted(
      Claim claim,
      long entryId,
      Instant at,
      long version,
      Transition transition,
      Map<String, Object> saying,
      Decision.Accepted decision,
      WishReceipt receipt) {}
}
