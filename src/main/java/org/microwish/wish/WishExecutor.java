package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimSnapshot;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishSnapshot;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;
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

  /** The claims that a command on the whole wish may touch. */
  private static final Map<WishTransition, Set<ClaimState>> INVOLVED =
      Map.of(
          WishTransition.WITHDRAW, EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE),
          WishTransition.CONFIRM, EnumSet.of(ClaimState.ACTIVE),
          WishTransition.REPORT_DISSATISFACTION, EnumSet.of(ClaimState.ACTIVE),
          WishTransition.REOPEN, EnumSet.of(ClaimState.COMPLETED));

  private final Wishes wishes;
  private final Claims claims;
  private final ClaimWriter claimWriter;
  private final WishAccess access;
  private final Postings postings;
  private final Ledger ledger;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Moderation moderation;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;
  private final WishDeadlines deadlines;

  WishExecutor(
      Wishes wishes,
      Claims claims,
      ClaimWriter claimWriter,
      WishAccess access,
      Postings postings,
      Ledger ledger,
      Vault vault,
      Pseudonyms pseudonyms,
      Moderation moderation,
      Ids ids,
      Time time,
      EntityManager entities,
      WishDeadlines deadlines) {
    this.wishes = wishes;
    this.claims = claims;
    this.claimWriter = claimWriter;
    this.access = access;
    this.postings = postings;
    this.ledger = ledger;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.moderation = moderation;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
    this.deadlines = deadlines;
  }

  /**
   * Runs a command.
   *
   * @throws ProblemException NOT_FOUND when the caller may not see the wish, else what the rules
   *     say
   */
  public WishReceipt execute(CommandOnWish command) {
    for (int attempt = 1; attempt <= LOCK_ATTEMPTS; attempt++) {
      boolean locked = wishes.lock(command.wishId, command.transition);
      CommandContext context = context(command, locked);
      Decision decision =
          deadlines.rules().decide(snapshot(context), command.decision(context), context.at);
      switch (decision) {
        case Decision.Refused refused ->
            throw Refusals.problem(refused, command.transition, context.wish, context.claim);
        case Decision.Accepted accepted -> {
          if (locked) {
            return write(command, context, accepted);
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
  public WishReceipt create(CommandContext context) {
    if (!WishTransition.CREATE.permits(context.roles)) {
      throw Caller.forbidden();
    }
    entities.persist(context.wish);
    return finish(context, WishTransition.CREATE, null, List.of());
  }

  private CommandContext context(CommandOnWish command, boolean locked) {
    Wish wish =
        wishes
            .findByIdOptional(command.wishId)
            .filter(found -> access.sees(command.caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    wish.requireUsable();
    // Only deadlines still move what is left of it.
    if (wish.erasedAt != null && command.caller.role() != Role.SYSTEM) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    EventTime when =
        EventTime.checked(command.caller, command.occurredAt(), wish.lastOccurredAt, time.now());
    Claim claim = null;
    List<Claim> involved = List.of();
    if (command.claimId() != null) {
      claim = entities.find(Claim.class, command.claimId());
      if (claim == null || claim.wishId != wish.id) {
        throw ProblemType.NOT_FOUND.exception();
      }
      involved = List.of(claim);
    } else if (INVOLVED.containsKey(command.transition)) {
      involved = claims.ofWish(wish.id, INVOLVED.get(command.transition));
    }
    if (command.ifMatch() != null) {
      // The lock has raised the version that the caller can have seen by one.
      command.ifMatch().require(wish.version - (locked ? 1 : 0));
    }
    return new CommandContext(
        command.caller,
        wish,
        claim,
        involved,
        access.roles(command.caller, wish, claim),
        ids.next(),
        when);
  }

  private WishSnapshot snapshot(CommandContext context) {
    Wish wish = context.wish;
    // What was pledged counts even where all of it was released again: it may be spoken for still.
    boolean moneyless = wish.funding.signum() == 0 && wish.amountTaken.signum() == 0;
    // Not Map.of(), which cannot be asked for the null that stands for public funds.
    Map<Long, FormBalances> money =
        moneyless ? new HashMap<>() : FormBalances.byClaim(postings.ofWish(wish.id));
    List<ClaimSnapshot> snapshots = new ArrayList<>();
    for (Claim claim : context.claims) {
      snapshots.add(claim.snapshot(money.getOrDefault(claim.id, FormBalances.NONE)));
    }
    FormBalances open = money.getOrDefault(null, FormBalances.NONE);
    return wish.snapshot(context.roles, open.committed(), open.spent(), snapshots);
  }

  private WishReceipt write(
      CommandOnWish command, CommandContext context, Decision.Accepted accepted) {
    WishState from = context.wish.state;
    AppliedDecision.toWish(context.wish, accepted, context.at, context.now, context.facts);
    command.write(context);
    claimWriter.write(context, command.transition, accepted);
    post(context, accepted.postings());
    return finish(context, command.transition, from, accepted.postings());
  }

  private void post(CommandContext context, List<PostingDraft> drafts) {
    if (drafts.isEmpty()) {
      return;
    }
    Map<Long, Claim> byId = context.claimsById();
    for (PostingDraft draft : drafts) {
      Claim claim = draft.claimId() == null ? null : byId.get(draft.claimId());
      if (claim != null) {
        claim.take(draft);
      }
    }
    postings.append(context.wish.id, context.entryId, drafts, context.at, context.now);
  }

  /**
   * Records the command, writes what Hibernate holds and lets go of it: the next command of this
   * transaction must read what its own locking update has left, not what this one knew.
   */
  private WishReceipt finish(
      CommandContext context,
      WishTransition transition,
      WishState from,
      List<PostingDraft> drafts) {
    LedgerReceipt receipt = record(context, transition, from, drafts);
    WishReceipt answer = WishReceipt.of(context.wish, context.claim, context.item, receipt);
    entities.flush();
    entities.clear();
    return answer;
  }

  private LedgerReceipt record(
      CommandContext context,
      WishTransition transition,
      WishState from,
      List<PostingDraft> drafts) {
    Wish wish = context.wish;
    moderation.look(context);
    Caller caller = context.caller;
    return ledger.append(
        new EntryDraft(
            context.entryId,
            transition.entryType(),
            AggregateType.WISH,
            Id.text(wish.id),
            wish.version,
            pseudonyms.actor(caller, wish.id),
            context.at,
            context.now,
            new Transition(transition.name(), from == null ? null : from.name(), wish.state.name()),
            context.facts,
            LeafFacts.moves(drafts),
            commitments(context),
            DivisionCode.publicPath(wish.divisionPath),
            context.claim == null
                ? caller.organisationId()
                : Long.valueOf(context.claim.organisationId)));
  }

  /** Keeps private values and notes in the vault. */
  private List<Commitment> commitments(CommandContext context) {
    Subject subject = Subject.wish(context.wish.id);
    List<Commitment> commitments =
        new ArrayList<>(vault.store(context.entryId, subject, context.secrets));
    context.commitments.forEach(
        (field, value) -> commitments.add(vault.commit(context.entryId, subject, field, value)));
    for (CommandContext.Words words : context.notes) {
      WishNote note = new WishNote();
      note.id = ids.next();
      note.wishId = context.wish.id;
      note.claimId = context.claim == null ? null : context.claim.id;
      note.kind = words.kind();
      note.entryId = context.entryId;
      note.author = context.caller.account();
      note.occurredAt = context.at;
      entities.persist(note);
      commitments.addAll(
          vault.store(
              context.entryId, subject, Map.of(WishNote.field(note.id), words.text().value())));
    }
    return commitments;
  }
}
