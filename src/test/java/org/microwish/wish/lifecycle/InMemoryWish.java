package org.microwish.wish.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.wish.lifecycle.ClaimChange.Step;
import org.microwish.wish.lifecycle.Decision.Accepted;
import org.microwish.wish.lifecycle.Decision.Refused;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingDraft;

/**
 * In-memory wish with its claims and postings, as the service stores them in its tables. It applies
 * decisions and contains no rules.
 */
final class InMemoryWish {

  static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
  static final Limits LIMITS =
      new Limits(
          WorkingDays.of(Map.of()),
          TimeLimit.of(Duration.ofDays(7)),
          TimeLimit.of(Duration.ofDays(30)),
          TimeLimit.of(Duration.ofDays(14)),
          500);
  static final Claimant WILLING =
      new Claimant(ClaimantType.MEMBER, Set.of("440104013001"), false, false, false);

  /** One posting, as the service stores it. */
  record Booked(long id, Long claimId, Movement movement, Money amount, Form form, Long reverses) {}

  /** One claim and its state. */
  static final class InMemoryClaim {
    final long id;
    ClaimState state;
    boolean contacted;
    boolean assessed;
    boolean started;
    boolean delivered;
    boolean overdue;
    Money pledge = Money.ZERO;
    Form pledgeForm;
    Instant contactBy;
    Instant completeBy;
    int extensions;

    InMemoryClaim(long id, ClaimState state) {
      this.id = id;
      this.state = state;
    }

    InMemoryClaim copy() {
      InMemoryClaim copy = new InMemoryClaim(id, state);
      copy.contacted = contacted;
      copy.assessed = assessed;
      copy.started = started;
      copy.delivered = delivered;
      copy.overdue = overdue;
      copy.pledge = pledge;
      copy.pledgeForm = pledgeForm;
      copy.contactBy = contactBy;
      copy.completeBy = completeBy;
      copy.extensions = extensions;
      return copy;
    }
  }

  WishKind kind = WishKind.WISH;
  WishState state = WishState.DRAFT;
  ClaimPolicy policy = ClaimPolicy.SHARED;
  Capacity capacity = Capacity.PLACES;
  int places = 1;
  boolean needsApproval;
  ClaimableBy claimableBy = ClaimableBy.BOTH;
  ClaimableFrom claimableFrom = ClaimableFrom.STREET;
  boolean closed;
  Instant claimBy = NOW.plus(Duration.ofDays(30));
  Instant completeBy;
  Instant deliveredAt;
  Instant noticeUntil;
  Tally tally = Tally.NONE;
  Money amountTaken = Money.ZERO;
  Money budget;
  Balances balances = Balances.ZERO;
  boolean everClaimed;
  Sensitivity sensitivity;
  boolean consentGiven = true;

  /** Whether the next commands are late records without a reason. */
  boolean unexplained;

  final Map<Long, InMemoryClaim> claims = new LinkedHashMap<>();
  final List<Booked> postings = new ArrayList<>();

  InMemoryWish copy() {
    InMemoryWish copy = new InMemoryWish();
    copy.kind = kind;
    copy.state = state;
    copy.policy = policy;
    copy.capacity = capacity;
    copy.places = places;
    copy.needsApproval = needsApproval;
    copy.claimableBy = claimableBy;
    copy.claimableFrom = claimableFrom;
    copy.closed = closed;
    copy.claimBy = claimBy;
    copy.completeBy = completeBy;
    copy.deliveredAt = deliveredAt;
    copy.noticeUntil = noticeUntil;
    copy.tally = tally;
    copy.amountTaken = amountTaken;
    copy.budget = budget;
    copy.balances = balances;
    copy.everClaimed = everClaimed;
    copy.sensitivity = sensitivity;
    copy.consentGiven = consentGiven;
    claims.forEach((id, claim) -> copy.claims.put(id, claim.copy()));
    copy.postings.addAll(postings);
    return copy;
  }

  static InMemoryWish shared(int places) {
    InMemoryWish wish = new InMemoryWish();
    wish.places = places;
    return wish;
  }

  static InMemoryWish project(String budget) {
    InMemoryWish wish = new InMemoryWish();
    wish.kind = WishKind.PROJECT;
    wish.capacity = Capacity.AMOUNT;
    wish.places = 0;
    wish.budget = Money.parse(budget);
    return wish;
  }

  InMemoryWish in(WishState at) {
    state = at;
    return this;
  }

  /**
   * Returns, by form, the amounts of a claim on the account COMMITTED or, if {@code committed} is
   * false, SPENT; a null {@code claimId} stands for public funds.
   */
  Map<Form, Money> held(Long claimId, boolean committed) {
    Map<Form, Long> sums = new EnumMap<>(Form.class);
    for (Booked posting : postings) {
      if (java.util.Objects.equals(posting.claimId(), claimId)) {
        long sign =
            switch (posting.movement()) {
              case PLEDGE -> committed ? 1 : 0;
              case RELEASE -> committed ? -1 : 0;
              case SPEND -> committed ? -1 : 1;
              case UNSPEND -> committed ? 1 : -1;
              case REFUND -> committed ? 0 : -1;
              case UNREFUND -> committed ? 0 : 1;
            };
        sums.merge(posting.form(), sign * posting.amount().fen(), Long::sum);
      }
    }
    Map<Form, Money> held = new EnumMap<>(Form.class);
    sums.forEach(
        (form, fen) -> {
          if (fen != 0) {
            // Money cannot be negative: throws if an account of the claim is below zero.
            held.put(form, new Money(fen));
          }
        });
    return held;
  }

  private Money pledged(long claimId) {
    long fen = 0;
    for (Booked posting : postings) {
      if (java.util.Objects.equals(posting.claimId(), claimId)) {
        if (posting.movement() == Movement.PLEDGE) {
          fen += posting.amount().fen();
        } else if (posting.movement() == Movement.RELEASE && posting.reverses() != null) {
          fen -= posting.amount().fen();
        }
      }
    }
    return new Money(fen);
  }

  ClaimSnapshot snapshot(InMemoryClaim claim) {
    return new ClaimSnapshot(
        claim.id,
        claim.state,
        claim.contacted,
        claim.assessed,
        claim.started,
        claim.delivered,
        claim.overdue,
        claim.pledge,
        claim.pledgeForm,
        pledged(claim.id),
        held(claim.id, true),
        held(claim.id, false),
        claim.contactBy,
        claim.completeBy,
        claim.extensions);
  }

  /**
   * Returns the snapshot for a command: the wish with the claim that the command names or, for
   * commands on the whole wish, with the claims that the command may change.
   */
  WishSnapshot snapshot(WishTransition transition, Long claimId, Set<WishRole> parties) {
    List<ClaimSnapshot> involved = new ArrayList<>();
    for (InMemoryClaim claim : claims.values()) {
      boolean touched =
          claimId != null
              ? claim.id == claimId
              : switch (transition) {
                case WITHDRAW -> claim.state.isLive();
                case CONFIRM, REPORT_DISSATISFACTION -> claim.state == ClaimState.ACTIVE;
                case REOPEN -> claim.state == ClaimState.COMPLETED;
                default -> false;
              };
      if (touched) {
        involved.add(snapshot(claim));
      }
    }
    return new WishSnapshot(
        kind,
        state,
        parties,
        "440104013001",
        policy,
        capacity,
        places,
        0,
        needsApproval,
        claimableBy,
        claimableFrom,
        closed,
        claimBy,
        completeBy,
        deliveredAt,
        noticeUntil,
        tally,
        amountTaken,
        budget,
        balances,
        everClaimed,
        sensitivity,
        consentGiven,
        held(null, true),
        held(null, false),
        unexplained,
        involved);
  }

  Decision decide(WishCommand command, Long claimId, Set<WishRole> parties, Instant now) {
    return new WishLifecycle(LIMITS)
        .decide(snapshot(command.transition(), claimId, parties), command, now);
  }

  /** Decides the command for a role that is permitted to run it. */
  Decision decide(WishCommand command, Long claimId, Instant now) {
    return decide(command, claimId, EnumSet.of(anyParty(command.transition())), now);
  }

  static WishRole anyParty(WishTransition transition) {
    return transition.roles().contains(WishRole.OPERATOR)
            && transition != WishTransition.CONFIRM
            && transition != WishTransition.REPORT_DISSATISFACTION
        ? WishRole.OPERATOR
        : transition.roles().iterator().next();
  }

  /**
   * Decides the command and applies an accepted decision; returns null, or the reason for the
   * refusal.
   */
  Refusal give(WishCommand command, Long claimId, Instant now) {
    return carryOut(command, claimId, decide(command, claimId, now), now);
  }

  Refusal give(WishCommand command, Long claimId) {
    return give(command, claimId, NOW);
  }

  Refusal give(WishTransition transition) {
    return give(onWish(transition, kind), null);
  }

  /** Returns a command on a wish of this kind, with facts that give no reason to refuse it. */
  static WishCommand onWish(WishTransition transition, WishKind kind) {
    return switch (transition) {
      case EDIT -> new WishCommand.Edit(kind, true, null, true, null, null, 1);
      case PUBLISH -> new WishCommand.Publish(false, NOW.plus(Duration.ofDays(30)), null);
      case CORRECT -> new WishCommand.Correct(true, null);
      case UNPUBLISH -> new WishCommand.Unpublish(false);
      case RECORD_CONSENT -> new WishCommand.RecordConsent(Sensitivity.OTHER);
      case WITHDRAW -> new WishCommand.Withdraw(false, true);
      case PUBLISH_THANKS, HIDE_THANKS -> new WishCommand.ShowThanks(transition, true, false);
      default -> new WishCommand.OnWish(transition);
    };
  }

  Refusal give(WishTransition transition, long claimId) {
    return give(new WishCommand.OnClaim(transition), claimId);
  }

  Refusal claim(long id) {
    return give(new WishCommand.Claim(id, WILLING, Money.ZERO, null), null);
  }

  Refusal claim(long id, String pledge) {
    return give(new WishCommand.Claim(id, WILLING, Money.parse(pledge), Form.CASH), null);
  }

  Refusal carryOut(WishCommand command, Long claimId, Decision decision, Instant now) {
    return switch (decision) {
      case Refused refused -> refused.reason();
      case Accepted accepted -> {
        apply(command, accepted, now);
        yield null;
      }
    };
  }

  private void apply(WishCommand command, Accepted accepted, Instant now) {
    if (state != accepted.state() && accepted.state() == WishState.DELIVERED) {
      deliveredAt = now;
    }
    if (accepted.state() == WishState.FULFILLED && state != WishState.FULFILLED) {
      noticeUntil = now.plus(Duration.ofDays(30));
    }
    if (command instanceof WishCommand.Claim claim) {
      InMemoryClaim made = new InMemoryClaim(claim.claimId(), ClaimState.PENDING);
      made.pledge = claim.pledge();
      made.pledgeForm = claim.form();
      if (claims.put(made.id, made) != null) {
        throw new IllegalStateException("claim " + made.id + " twice");
      }
      everClaimed = true;
    }
    if (command instanceof WishCommand.Extend extension) {
      claimBy = extension.claimBy();
    }
    if (command instanceof WishCommand.Republish round) {
      claimBy = round.claimBy();
    }
    state = accepted.state();
    closed = accepted.closed();
    tally = accepted.tally();
    amountTaken = accepted.amountTaken();
    balances = accepted.balances();
    for (ClaimChange change : accepted.claims()) {
      apply(claims.get(change.claimId()), change);
    }
    for (InMemoryClaim claim : claims.values()) {
      if (claim.state == ClaimState.PENDING) {
        if (accepted.declinesPending()) {
          claim.state = ClaimState.DECLINED;
        } else if (accepted.lapsesPending()) {
          claim.state = ClaimState.LAPSED;
        }
      }
    }
    for (PostingDraft draft : accepted.postings()) {
      postings.add(
          new Booked(
              postings.size() + 1L,
              draft.claimId(),
              draft.movement(),
              draft.amount(),
              draft.form(),
              draft.reverses()));
    }
  }

  private static void apply(InMemoryClaim claim, ClaimChange change) {
    switch (change.step()) {
      case ACTIVATED -> claim.contactBy = change.contactBy();
      case CONTACTED -> claim.contacted = true;
      case ASSESSED -> claim.assessed = true;
      case STARTED, PARTLY_DELIVERED -> claim.started = true;
      case DELIVERED -> {
        claim.started = true;
        claim.delivered = true;
        claim.overdue = false;
      }
      case REDO, RESUMED_REDO -> {
        claim.delivered = false;
        claim.overdue = false;
      }
      case OVERDUE -> claim.overdue = true;
      case EXTENDED -> {
        claim.extensions++;
        claim.overdue = false;
      }
      case REQUESTED, ENDED, COMPLETED, RESUMED, NOTED -> {}
    }
    if (change.completeBy() != null && change.step() != Step.REQUESTED) {
      claim.completeBy = change.completeBy();
    }
    claim.state = change.to();
  }

  Set<Long> ids(ClaimState at) {
    Set<Long> ids = new HashSet<>();
    claims.values().stream().filter(claim -> claim.state == at).forEach(claim -> ids.add(claim.id));
    return ids;
  }

  /**
   * Returns a key of the state: all further commands have the same effects on wishes with equal
   * keys.
   */
  String key() {
    StringBuilder key = new StringBuilder();
    key.append(state).append(closed).append(tally).append(amountTaken).append(balances);
    key.append(held(null, true)).append(held(null, false));
    List<String> each = new ArrayList<>();
    for (InMemoryClaim claim : claims.values()) {
      each.add(
          claim.state
              + (claim.started ? "s" : "")
              + (claim.delivered ? "d" : "")
              + (claim.overdue ? "o" : "")
              + (claim.extensions > 0 ? "x" : "")
              + claim.pledge
              + pledged(claim.id)
              + held(claim.id, true)
              + held(claim.id, false));
    }
    java.util.Collections.sort(each);
    return key.append(each).toString();
  }

  @Override
  public String toString() {
    return key();
  }
}
