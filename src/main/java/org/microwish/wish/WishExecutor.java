package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimChange;
import org.microwish.wish.lifecycle.ClaimSnapshot;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishLifecycle;
import org.microwish.wish.lifecycle.WishSnapshot;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Account;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingDraft;
import org.microwish.wish.money.Postings;

/**
 * The one way in which a wish changes: take its row's lock by a conditional update, read it under
 * the lock, let the rules decide, write rows, postings, vault values and exactly one ledger entry.
 * Works in the caller's transaction; a refusal throws, and the transaction leaves nothing.
 */
@ApplicationScoped
public class WishExecutor {

  /** How often a wish that changed between a failed lock and our look at it is tried again. */
  private static final int LOCK_ATTEMPTS = 4;

  private static final Set<WishTransition> ON_LIVE_CLAIMS =
      EnumSet.of(
          WishTransition.WITHDRAW, WishTransition.CONFIRM, WishTransition.REPORT_DISSATISFACTION);

  private final Wishes wishes;
  private final Claims claims;
  private final Standing standing;
  private final Postings postings;
  private final Ledger ledger;
  private final Vault vault;
  private final Moderation moderation;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;
  private final WishLifecycle lifecycle;

  WishExecutor(
      Wishes wishes,
      Claims claims,
      Standing standing,
      Postings postings,
      Ledger ledger,
      Vault vault,
      Moderation moderation,
      Ids ids,
      Time time,
      EntityManager entities,
      WishConfig config) {
    this.wishes = wishes;
    this.claims = claims;
    this.standing = standing;
    this.postings = postings;
    this.ledger = ledger;
    this.vault = vault;
    this.moderation = moderation;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
    this.lifecycle = new WishLifecycle(config.limits());
  }

  /**
   * Runs a command.
   *
   * @throws ProblemException NOT_FOUND when the caller may not see the wish, else what the rules
   *     say
   */
  WishReceipt execute(Act act) {
    for (int attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
      boolean locked = wishes.lock(act.wishId(), act.transition(), act.pledge().yuan());
      Scene scene = scene(act, locked);
      WishCommand command = act.command().apply(scene);
      WishSnapshot before = snapshot(scene);
      switch (lifecycle.decide(before, command, scene.at)) {
        case Decision.Refused refused -> throw Refusals.problem(refused, scene.wish, scene.claim);
        case Decision.Accepted accepted -> {
          if (locked) {
            return write(act, scene, accepted);
          }
        }
      }
      // The wish has become free, or has come into a fitting state, since the lock failed. The next
      // look must find what is there then, not what this one has read.
      entities.clear();
    }
    throw ProblemType.BUSY.exception().retryAfter(Duration.ofSeconds(1));
  }

  /** Puts a wish on record that comes into being; the executor's counterpart for version 1. */
  WishReceipt create(Scene scene) {
    if (!WishLifecycle.permits(WishTransition.CREATE, scene.parties)) {
      throw Caller.forbidden();
    }
    entities.persist(scene.wish);
    LedgerReceipt receipt =
        record(
            scene,
            WishTransition.CREATE,
            new Transition(WishTransition.CREATE.name(), null, scene.wish.state.name()),
            List.of());
    return finish(WishReceipt.of(scene.wish, null, null, receipt));
  }

  /**
   * Writes what Hibernate holds and lets go of it: the next command of this transaction must read
   * what its own locking update has left, not what this one knew.
   */
  private WishReceipt finish(WishReceipt receipt) {
    entities.flush();
    entities.clear();
    return receipt;
  }

  private Scene scene(Act act, boolean locked) {
    Wish wish =
        wishes
            .findByIdOptional(act.wishId())
            .filter(found -> standing.sees(act.caller(), found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    wish.requireUsable();
    // Only deadlines still move what is left of it.
    if (wish.erasedAt != null && act.caller().role() != Role.SYSTEM) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    Instant now = time.now();
    Instant at = occurredAt(act, wish, now);
    Claim claim = null;
    List<Claim> involved = List.of();
    if (act.claimId() != null) {
      claim = entities.find(Claim.class, act.claimId());
      if (claim == null || claim.wishId != wish.id) {
        throw ProblemType.NOT_FOUND.exception();
      }
      involved = List.of(claim);
    } else if (ON_LIVE_CLAIMS.contains(act.transition())) {
      Set<ClaimState> states =
          act.transition() == WishTransition.WITHDRAW
              ? EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE)
              : EnumSet.of(ClaimState.ACTIVE);
      involved = claims.ofWish(wish.id, states);
    } else if (act.transition() == WishTransition.REOPEN) {
      involved = claims.ofWish(wish.id, EnumSet.of(ClaimState.COMPLETED));
    }
    if (act.ifMatch() != null) {
      // The lock has raised the version that the caller can have seen by one.
      act.ifMatch().require(wish.version - (locked ? 1 : 0));
    }
    return new Scene(
        act.caller(),
        wish,
        claim,
        involved,
        standing.parties(act.caller(), wish, claim),
        locked,
        ids.next(),
        at,
        now);
  }

  /** When it happened. Time in a wish never runs backwards. */
  private static Instant occurredAt(Act act, Wish wish, Instant now) {
    if (act.occurredAt() == null || act.caller().role() == Role.SYSTEM) {
      // Clocks differ a little from instance to instance, and from the database's.
      Instant at = act.occurredAt() == null ? now : act.occurredAt();
      return at.isBefore(wish.lastOccurredAt) ? wish.lastOccurredAt : at;
    }
    if (act.occurredAt().isAfter(now)) {
      throw ProblemException.invalid("/occurredAt", FieldFault.IN_FUTURE);
    }
    if (act.occurredAt().isBefore(wish.lastOccurredAt)) {
      throw ProblemException.invalid("/occurredAt", FieldFault.WRONG_ORDER);
    }
    return act.occurredAt();
  }

  private WishSnapshot snapshot(Scene scene) {
    Wish wish = scene.wish;
    // What was pledged counts even where all of it was released again: it may be spoken for still.
    boolean moneyless = wish.funding.signum() == 0 && wish.amountTaken.signum() == 0;
    // Not Map.of(), which cannot be asked for the null that stands for public funds.
    Map<Long, FormBalances> money = moneyless ? new HashMap<>() : balancesByForm(wish.id);
    List<ClaimSnapshot> snapshots = new ArrayList<>();
    for (Claim claim : scene.claims) {
      FormBalances held = money.getOrDefault(claim.id, FormBalances.NONE);
      snapshots.add(
          new ClaimSnapshot(
              claim.id,
              claim.state,
              claim.contactedAt != null,
              claim.assessedAt != null,
              claim.startedAt != null,
              claim.deliveredAt != null,
              claim.overdue,
              Money.of(claim.pledge),
              claim.pledgeForm,
              held.pledged(),
              held.committed(),
              held.spent(),
              claim.contactBy,
              claim.completeBy,
              claim.extensions));
    }
    FormBalances open = money.getOrDefault(null, FormBalances.NONE);
    return wish.snapshot(scene.parties, open.committed(), open.spent(), snapshots);
  }

  /** What a claim, or the public funds, hold by form. */
  private record FormBalances(Money pledged, Map<Form, Money> committed, Map<Form, Money> spent) {
    static final FormBalances NONE = new FormBalances(Money.ZERO, Map.of(), Map.of());
  }

  /** By claim; the key null is public funds. Read from the postings, which are the truth. */
  private Map<Long, FormBalances> balancesByForm(long wishId) {
    Map<Long, Map<Account, Map<Form, Long>>> sums = new HashMap<>();
    Map<Long, Long> pledged = new HashMap<>();
    postings
        .ofWish(wishId)
        .forEach(
            posting -> {
              long fen = Money.of(posting.amount).fen();
              if (posting.movement() == Movement.PLEDGE) {
                pledged.merge(posting.claimId, fen, Long::sum);
              } else if (posting.movement() == Movement.RELEASE && posting.reverses != null) {
                pledged.merge(posting.claimId, -fen, Long::sum);
              }
              Map<Account, Map<Form, Long>> accounts =
                  sums.computeIfAbsent(posting.claimId, id -> new EnumMap<>(Account.class));
              accounts
                  .computeIfAbsent(posting.fromAccount, account -> new EnumMap<>(Form.class))
                  .merge(posting.form, -fen, Long::sum);
              accounts
                  .computeIfAbsent(posting.toAccount, account -> new EnumMap<>(Form.class))
                  .merge(posting.form, fen, Long::sum);
            });
    Map<Long, FormBalances> balances = new HashMap<>();
    sums.forEach(
        (claimId, accounts) ->
            balances.put(
                claimId,
                new FormBalances(
                    new Money(pledged.getOrDefault(claimId, 0L)),
                    amounts(accounts.get(Account.COMMITTED)),
                    amounts(accounts.get(Account.SPENT)))));
    return balances;
  }

  private static Map<Form, Money> amounts(Map<Form, Long> fen) {
    Map<Form, Money> amounts = new EnumMap<>(Form.class);
    if (fen != null) {
      fen.forEach(
          (form, sum) -> {
            if (sum != 0) {
              amounts.put(form, new Money(sum));
            }
          });
    }
    return amounts;
  }

  private WishReceipt write(Act act, Scene scene, Decision.Accepted accepted) {
    Wish wish = scene.wish;
    WishState from = wish.state;
    Effects.onWish(wish, accepted, scene.at, scene.now, scene.facts);
    act.effects().accept(scene);
    Map<ClaimState, List<Object>> moved = new EnumMap<>(ClaimState.class);
    applyClaims(act, scene, accepted, moved);
    endPending(scene, accepted, moved);
    applyPostings(scene, accepted.postings());
    if (!moved.isEmpty()) {
      Map<String, Object> byState = new LinkedHashMap<>();
      moved.forEach((state, claimIds) -> byState.put(state.name(), claimIds));
      scene.facts.put("claims", byState);
    }
    LedgerReceipt receipt =
        record(
            scene,
            act.transition(),
            new Transition(act.transition().name(), from.name(), wish.state.name()),
            accepted.postings());
    return finish(WishReceipt.of(wish, scene.claim, scene.item, receipt));
  }

  private void applyClaims(
      Act act, Scene scene, Decision.Accepted accepted, Map<ClaimState, List<Object>> moved) {
    Map<Long, Claim> byId = new HashMap<>();
    scene.claims.forEach(claim -> byId.put(claim.id, claim));
    if (scene.claim != null) {
      byId.put(scene.claim.id, scene.claim);
    }
    List<Claim> ended = new ArrayList<>();
    List<Claim> resumed = new ArrayList<>();
    for (ClaimChange change : accepted.claims()) {
      Claim claim = byId.get(change.claimId());
      if (claim.state != change.to() || act.transition() == WishTransition.CLAIM) {
        moved.computeIfAbsent(change.to(), state -> new ArrayList<>()).add(Id.text(claim.id));
      }
      switch (Effects.onClaim(
          claim, change, act.transition(), scene.caller, scene.endReason, scene.at, scene.facts)) {
        case ENDED -> ended.add(claim);
        case RESUMED -> resumed.add(claim);
        case NEITHER -> {}
      }
    }
    if (act.transition() == WishTransition.CLAIM) {
      entities.persist(scene.claim);
    }
    if (scene.participants != null) {
      writeParticipants(scene);
    }
    if (scene.claim != null) {
      describeClaim(act, scene);
    }
    claims.countDown(ended);
    claims.countUpAgain(resumed);
  }

  private void writeParticipants(Scene scene) {
    Claim claim = scene.claim;
    List<Long> before = scene.claim.participants == 0 ? List.of() : claims.participants(claim.id);
    Map<Long, Long> organisations = new HashMap<>();
    if (!scene.participants.isEmpty()) {
      entities
          .createQuery(
              "select m.id, m.organisationId from Member m where m.id in ?1", Object[].class)
          .setParameter(1, scene.participants)
          .getResultList()
          .forEach(row -> organisations.put((Long) row[0], (Long) row[1]));
    }
    for (Long gone : before) {
      if (!scene.participants.contains(gone)) {
        entities.remove(
            entities.getReference(
                ClaimParticipant.class, new ClaimParticipant.Key(claim.id, gone)));
      }
    }
    for (Long memberId : scene.participants) {
      if (!before.contains(memberId)) {
        ClaimParticipant row = new ClaimParticipant();
        row.key = new ClaimParticipant.Key(claim.id, memberId);
        row.organisationId = organisations.get(memberId);
        row.addedAt = scene.at;
        entities.persist(row);
      }
    }
    claim.participants = scene.participants.size();
  }

  /** The claim's part of the facts: always its id; who holds it where that is new. */
  private void describeClaim(Act act, Scene scene) {
    Claim claim = scene.claim;
    boolean introduces =
        act.transition() == WishTransition.CLAIM || act.transition() == WishTransition.APPROVE;
    List<Long> members = null;
    if (introduces || scene.participants != null) {
      members = scene.participants != null ? scene.participants : claims.participants(claim.id);
    }
    Map<Long, String> pseudonyms = new HashMap<>();
    if (introduces && claim.claimantType == ClaimantType.MEMBER) {
      pseudonyms.put(claim.claimantId, vault.memberPseudonym(claim.claimantId));
    }
    if (members != null && !members.isEmpty()) {
      pseudonyms.putAll(vault.memberPseudonyms(members));
    }
    scene.facts.put("claim", Effects.claimFact(claim, introduces, members, pseudonyms));
  }

  private void endPending(
      Scene scene, Decision.Accepted accepted, Map<ClaimState, List<Object>> moved) {
    if (!accepted.declinesPending() && !accepted.lapsesPending()) {
      return;
    }
    ClaimState to = accepted.declinesPending() ? ClaimState.DECLINED : ClaimState.LAPSED;
    EndReason reason =
        accepted.lapsesPending()
            ? EndReason.WISH_EXPIRED
            : accepted.closed() ? EndReason.CLAIMING_CLOSED : EndReason.FULL;
    List<Claim> waiting = new ArrayList<>();
    for (Claim claim : claims.ofWish(scene.wish.id, EnumSet.of(ClaimState.PENDING))) {
      if (scene.claim == null || claim.id != scene.claim.id) {
        claim.state = to;
        claim.endReason = reason;
        claim.endedAt = scene.at;
        claim.liveKey = null;
        claim.plan();
        moved.computeIfAbsent(to, state -> new ArrayList<>()).add(Id.text(claim.id));
        waiting.add(claim);
      }
    }
    claims.countDown(waiting);
  }

  private void applyPostings(Scene scene, List<PostingDraft> drafts) {
    if (drafts.isEmpty()) {
      return;
    }
    Map<Long, Claim> byId = new HashMap<>();
    scene.claims.forEach(claim -> byId.put(claim.id, claim));
    if (scene.claim != null) {
      byId.put(scene.claim.id, scene.claim);
    }
    for (PostingDraft draft : drafts) {
      Claim claim = draft.claimId() == null ? null : byId.get(draft.claimId());
      if (claim != null) {
        claim.take(draft);
      }
    }
    postings.append(scene.wish.id, scene.entryId, drafts, scene.at, scene.now);
  }

  private LedgerReceipt record(
      Scene scene, WishTransition transition, Transition change, List<PostingDraft> drafts) {
    Wish wish = scene.wish;
    moderation.look(scene);
    Subject subject = Subject.wish(wish.id);
    List<Commitment> commitments =
        new ArrayList<>(vault.store(scene.entryId, subject, scene.secrets));
    scene.commitments.forEach(
        (field, value) -> commitments.add(vault.commit(scene.entryId, subject, field, value)));
    for (Scene.Words words : scene.notes) {
      WishNote note = new WishNote();
      note.id = ids.next();
      note.wishId = wish.id;
      note.claimId = scene.claim == null ? null : scene.claim.id;
      note.kind = words.kind();
      note.entryId = scene.entryId;
      note.author = scene.caller.account();
      note.occurredAt = scene.at;
      entities.persist(note);
      commitments.addAll(
          vault.store(scene.entryId, subject, Map.of(WishNote.field(note.id), words.text())));
    }
    Caller caller = scene.caller;
    return ledger.append(
        new EntryDraft(
            scene.entryId,
            transition.entryType(),
            AggregateType.WISH,
            Id.text(wish.id),
            wish.version,
            vault.actor(caller, wish.id),
            scene.at,
            scene.now,
            change,
            scene.facts,
            Effects.moves(drafts),
            commitments,
            DivisionCode.publicPath(wish.divisionPath),
            scene.claim == null
                ? caller.organisationId()
                : Long.valueOf(scene.claim.organisationId)));
  }
}
