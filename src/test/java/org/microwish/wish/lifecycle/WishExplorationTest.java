package org.microwish.wish.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.wish.lifecycle.InMemoryWish.InMemoryClaim;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingAccount;

/**
 * Runs all sequences of commands on small wishes (one to three places, up to three claims), and
 * long random sequences on larger wishes. After each step the test recomputes counters, money and
 * state from the claims and postings, and compares them with the results of the rules.
 */
@Tag("fast")
class WishExplorationTest {

  private static final Instant NOW = InMemoryWish.NOW;
  private static final Instant LATE = NOW.plus(Duration.ofDays(4000));
  private static final int CLAIMS = 3;

  private final Map<WishTransition, Set<WishState>> reached = new EnumMap<>(WishTransition.class);

  private record Step(WishCommand command, Long claimId, Instant now) {
    static Step of(WishTransition transition) {
      return new Step(InMemoryWish.onWish(transition, WishKind.WISH), null, NOW);
    }

    static Step of(WishTransition transition, long claimId) {
      return new Step(new WishCommand.OnClaim(transition), claimId, NOW);
    }

    Step late() {
      return new Step(command, claimId, LATE);
    }
  }

  @Test
  void allSequences_keepTheInvariants_andReachEveryTargetState() {
    int states = 0;
    for (int places = 1; places <= 3; places++) {
      for (boolean approval : new boolean[] {false, true}) {
        InMemoryWish wish = InMemoryWish.shared(places);
        wish.needsApproval = approval;
        states += explore(wish, 40, List.of("0.00"));
      }
    }
    InMemoryWish project = InMemoryWish.project("0.03");
    states += explore(project, 5, List.of("0.00", "0.01", "0.02"));
    assertThat(states).as("explored states").isGreaterThan(1_000);
    for (WishTransition transition : WishTransition.values()) {
      if (transition != WishTransition.CREATE && !transition.targets().isEmpty()) {
        Set<WishState> seen = reached.getOrDefault(transition, Set.of());
        assertThat(seen).as(transition.name()).isEqualTo(transition.targets());
      }
    }
  }

  @Test
  void longRandomSequences_keepTheInvariants() {
    long seed = 20220218;
    for (int walk = 0; walk < 400; walk++) {
      Random random = new Random(seed + walk);
      InMemoryWish wish =
          random.nextBoolean()
              ? InMemoryWish.project("0.0" + (1 + random.nextInt(9)))
              : InMemoryWish.shared(1 + random.nextInt(6));
      wish.kind = WishKind.PROJECT;
      wish.needsApproval = random.nextInt(4) == 0;
      if (wish.budget == null && random.nextBoolean()) {
        wish.budget = Money.parse("0.09");
      }
      StringBuilder path = new StringBuilder("seed " + (seed + walk));
      for (int length = 0; length < 120; length++) {
        List<Step> steps = steps(wish, 7, List.of("0.00", "0.01", "0.02", "0.05"));
        Step step = steps.get(random.nextInt(steps.size()));
        path.append('\n').append(step);
        try {
          take(wish, step);
        } catch (RuntimeException | AssertionError broken) {
          throw new AssertionError(path.toString(), broken);
        }
      }
    }
  }

  private int explore(InMemoryWish start, int depth, List<String> amounts) {
    record At(InMemoryWish wish, int depth) {}
    Set<String> seen = new HashSet<>();
    ArrayDeque<At> open = new ArrayDeque<>();
    InMemoryWish published = start.copy();
    take(published, Step.of(WishTransition.SUBMIT));
    take(published, Step.of(WishTransition.PUBLISH));
    for (InMemoryWish first : List.of(start, published)) {
      seen.add(first.key());
      open.add(new At(first, 0));
    }
    while (!open.isEmpty()) {
      At at = open.poll();
      if (at.depth < depth) {
        for (Step step : steps(at.wish, CLAIMS, amounts)) {
          InMemoryWish next = at.wish.copy();
          try {
            if (take(next, step) && seen.add(next.key())) {
              open.add(new At(next, at.depth + 1));
            }
          } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError(at.wish + "\n" + step, broken);
          }
        }
      }
    }
    return seen.size();
  }

  /** Returns all commands to try next, including those that will be refused. */
  private static List<Step> steps(InMemoryWish wish, int claims, List<String> amounts) {
    List<Step> steps = new ArrayList<>();
    for (WishTransition transition :
        List.of(
            WishTransition.SUBMIT,
            WishTransition.RETURN,
            WishTransition.REJECT,
            WishTransition.RESUME,
            WishTransition.REFER,
            WishTransition.PUBLISH,
            WishTransition.WITHDRAW,
            WishTransition.CLOSE_CLAIMING)) {
      steps.add(Step.of(transition));
    }
    steps.add(Step.of(WishTransition.EXPIRE).late());
    steps.add(Step.of(WishTransition.ARCHIVE).late());
    steps.add(
        new Step(
            new WishCommand.Republish(false, wish.claimBy.plus(Duration.ofDays(1))), null, NOW));
    if (wish.claims.size() < claims) {
      for (String amount : amounts) {
        Money pledge = Money.parse(amount);
        steps.add(
            new Step(
                new WishCommand.Claim(
                    wish.claims.size() + 1L,
                    InMemoryWish.WILLING,
                    pledge,
                    pledge.isZero() ? null : Form.CASH),
                null,
                NOW));
      }
    }
    steps.add(new Step(new WishCommand.Confirm(null), null, NOW));
    for (InMemoryClaim claim : wish.claims.values()) {
      long id = claim.id;
      for (WishTransition transition :
          List.of(
              WishTransition.APPROVE,
              WishTransition.DECLINE,
              WishTransition.START,
              WishTransition.RELEASE,
              WishTransition.REVOKE)) {
        steps.add(Step.of(transition, id));
      }
      steps.add(Step.of(WishTransition.LAPSE, id).late());
      steps.add(Step.of(WishTransition.MARK_OVERDUE, id).late());
      steps.add(new Step(new WishCommand.Reopen(Set.of(id)), null, NOW));
      steps.add(new Step(new WishCommand.ReportDissatisfaction(Set.of(id), null), null, NOW));
      for (String amount : amounts) {
        Money money = Money.parse(amount);
        Map<Form, Money> spent = money.isZero() ? Map.of() : Map.of(Form.CASH, money);
        steps.add(new Step(new WishCommand.Deliver(true, spent), id, NOW));
        steps.add(new Step(new WishCommand.Deliver(false, spent), id, NOW));
        if (!money.isZero()) {
          steps.add(new Step(new WishCommand.Pledge(money, Form.CASH), id, NOW));
          steps.add(new Step(new WishCommand.Refund(id, money, Form.CASH), id, NOW));
        }
      }
    }
    if (amounts.size() > 1) {
      for (String amount : amounts.subList(1, amounts.size())) {
        for (Movement movement : List.of(Movement.PLEDGE, Movement.SPEND, Movement.RELEASE)) {
          steps.add(
              new Step(new WishCommand.PostPublicFunds(movement, Money.parse(amount)), null, NOW));
        }
      }
    }
    if (amounts.size() > 2) {
      for (InMemoryWish.Booked posting : wish.postings) {
        boolean reversed =
            wish.postings.stream()
                .anyMatch(other -> Long.valueOf(posting.id()).equals(other.reverses()));
        for (String amount : amounts) {
          steps.add(
              new Step(
                  new WishCommand.ReversePosting(
                      posting.id(),
                      posting.claimId(),
                      posting.movement(),
                      posting.amount(),
                      posting.form(),
                      reversed,
                      Money.parse(amount)),
                  posting.claimId(),
                  NOW));
        }
      }
    }
    return steps;
  }

  private boolean take(InMemoryWish wish, Step step) {
    WishTransition transition = step.command().transition();
    WishState before = wish.state;
    if (wish.give(step.command(), step.claimId(), step.now()) != null) {
      return false;
    }
    if (transition.targets().isEmpty()) {
      assertThat(wish.state).as("state after %s", transition).isEqualTo(before);
    } else {
      assertThat(transition.targets()).as("targets of %s", transition).contains(wish.state);
      reached.computeIfAbsent(transition, key -> EnumSet.noneOf(WishState.class)).add(wish.state);
    }
    check(wish);
    return true;
  }

  private static void check(InMemoryWish wish) {
    checkCounters(wish);
    checkMoney(wish);
    checkState(wish);
  }

  private static void checkCounters(InMemoryWish wish) {
    int active = 0;
    int started = 0;
    int delivered = 0;
    int pending = 0;
    int completed = 0;
    for (InMemoryClaim claim : wish.claims.values()) {
      switch (claim.state) {
        case ACTIVE -> {
          active++;
          started += claim.started ? 1 : 0;
          delivered += claim.delivered ? 1 : 0;
        }
        case PENDING -> pending++;
        case COMPLETED -> completed++;
        case DECLINED, RELEASED, REVOKED, LAPSED -> {}
      }
    }
    assertThat(wish.tally)
        .isEqualTo(new Tally(active + completed, pending, active, started, delivered));
    if (wish.capacity == Capacity.PLACES) {
      assertThat(wish.tally.placesTaken()).isLessThanOrEqualTo(wish.places);
    }
  }

  private static void checkMoney(InMemoryWish wish) {
    Map<PostingAccount, Long> sums = new EnumMap<>(PostingAccount.class);
    for (InMemoryWish.Booked posting : wish.postings) {
      sums.merge(posting.movement().from(), -posting.amount().fen(), Long::sum);
      sums.merge(posting.movement().to(), posting.amount().fen(), Long::sum);
    }
    assertThat(sums.values().stream().mapToLong(Long::longValue).sum()).isZero();
    assertThat(wish.balances.funding().fen())
        .isEqualTo(-sums.getOrDefault(PostingAccount.FUNDING, 0L));
    assertThat(wish.balances.committed().fen())
        .isEqualTo(sums.getOrDefault(PostingAccount.COMMITTED, 0L));
    assertThat(wish.balances.spent().fen()).isEqualTo(sums.getOrDefault(PostingAccount.SPENT, 0L));
    assertThat(wish.balances.returned().fen())
        .isEqualTo(sums.getOrDefault(PostingAccount.RETURNED, 0L));
    if (wish.budget != null) {
      assertThat(wish.balances.committed().plus(wish.balances.spent()))
          .isLessThanOrEqualTo(wish.budget);
      assertThat(wish.amountTaken).isLessThanOrEqualTo(wish.budget);
    }
    for (InMemoryClaim claim : wish.claims.values()) {
      // held() throws if an account of the claim is below zero in any form.
      boolean holdsNothing =
          claim.state != ClaimState.ACTIVE || (claim.delivered && claim.state.isLive());
      if (holdsNothing) {
        assertThat(wish.held(claim.id, true)).as("committed by %s", claim.state).isEmpty();
      }
      wish.held(claim.id, false);
    }
    if (wish.state == WishState.FULFILLED || wish.state == WishState.WITHDRAWN) {
      assertThat(wish.balances.committed()).isEqualTo(Money.ZERO);
    }
  }

  /** Checks that the wish's state matches its claims. */
  private static void checkState(InMemoryWish wish) {
    Set<ClaimState> live = EnumSet.noneOf(ClaimState.class);
    wish.claims.values().forEach(claim -> live.add(claim.state));
    switch (wish.state) {
      case OPEN -> {
        assertThat(wish.closed).as("open wish is closed to claims").isFalse();
        boolean full =
            wish.capacity == Capacity.PLACES
                ? wish.tally.placesTaken() == wish.places
                : wish.amountTaken.compareTo(wish.budget) >= 0;
        // Public funds alone can fill a budget, and a reversal never changes the state.
        boolean corrected = wish.postings.stream().anyMatch(posting -> posting.reverses() != null);
        if (!corrected) {
          assertThat(full && wish.tally.active() > 0).as("open wish is full").isFalse();
        }
        if (wish.capacity == Capacity.AMOUNT && wish.tally.active() == 0) {
          assertThat(wish.amountTaken)
              .as("amount taken without active claims")
              .isEqualTo(wish.balances.committed().plus(wish.balances.spent()));
        }
      }
      case CLAIMED, IN_PROGRESS, DELIVERED -> {
        assertThat(wish.tally.active()).isPositive();
        assertThat(live).doesNotContain(ClaimState.PENDING);
        boolean allDelivered = wish.tally.delivered() == wish.tally.active();
        assertThat(wish.state)
            .isEqualTo(
                allDelivered
                    ? WishState.DELIVERED
                    : wish.tally.started() > 0 ? WishState.IN_PROGRESS : WishState.CLAIMED);
        if (!wish.closed) {
          boolean full =
              wish.capacity == Capacity.PLACES
                  ? wish.tally.placesTaken() == wish.places
                  : wish.amountTaken.equals(wish.budget);
          assertThat(full).as("wish is full").isTrue();
        }
      }
      case FULFILLED, ARCHIVED ->
          assertThat(live).doesNotContain(ClaimState.ACTIVE, ClaimState.PENDING);
      case DRAFT, SUBMITTED, RETURNED, REJECTED, REFERRED -> assertThat(live).isEmpty();
      case EXPIRED, WITHDRAWN ->
          assertThat(live)
              .doesNotContain(ClaimState.ACTIVE, ClaimState.PENDING, ClaimState.COMPLETED);
    }
  }
}
