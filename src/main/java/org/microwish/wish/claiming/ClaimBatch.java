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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Answered;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.KeyBusyException;
import org.microwish.platform.idempotency.KeyedCommand;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.AppliedDecision;
import org.microwish.wish.Claim;
import org.microwish.wish.ClaimWriter;
import org.microwish.wish.Invitation;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.Participants;
import org.microwish.wish.Refusals;
import org.microwish.wish.Wish;
import org.microwish.wish.WishAccess;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.Refusal;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;

/**
 * Decides and writes one or many claims in one transaction. The batch locks the wishes in the order
 * of their ids, decides the claims one after the other, with the same results as if each came
 * alone, and reads and writes most rows with bulk statements. Responses are returned only after the
 * commit. A refusal affects one claim; any other exception rolls the whole batch back. Longer than
 * 400 lines because the steps of a batch share the data that the batch has read.
 */
@ApplicationScoped
class ClaimBatch {

  private static final ClaimOutcome ALONE = new ClaimOutcome.Alone();
  private static final ClaimOutcome LATER = new ClaimOutcome.Later();

  /** The path at which claimants find other wishes that fit. */
  private static final String MATCHES = "/api/v1/matches";

  private final EntityManager entities;
  private final Commands commands;
  private final Wishes wishes;
  private final ClaimWriter claimWriter;
  private final Claimants claimants;
  private final Participants participants;
  private final WishAccess access;
  private final BatchRecorder recorder;
  private final Pseudonyms pseudonyms;
  private final Ids ids;
  private final Time time;
  private final WishDeadlines deadlines;

  ClaimBatch(
      EntityManager entities,
      Commands commands,
      Wishes wishes,
      ClaimWriter claimWriter,
      Claimants claimants,
      Participants participants,
      WishAccess access,
      BatchRecorder recorder,
      Pseudonyms pseudonyms,
      Ids ids,
      Time time,
      WishDeadlines deadlines) {
    this.entities = entities;
    this.commands = commands;
    this.wishes = wishes;
    this.claimWriter = claimWriter;
    this.claimants = claimants;
    this.participants = participants;
    this.access = access;
    this.recorder = recorder;
    this.pseudonyms = pseudonyms;
    this.ids = ids;
    this.time = time;
    this.deadlines = deadlines;
  }

  /**
   * The result of a batch.
   *
   * @param full ids of the requested wishes that accept no claim at present, because nothing is
   *     free or claiming is closed
   */
  record Result(Map<ClaimRequest, ClaimOutcome> outcomes, Set<Long> full) {}

  /**
   * Decides the requests, writes the accepted claims, and returns after the commit.
   *
   * @throws RuntimeException when the batch was rolled back, or when the outcome of the commit is
   *     unknown
   */
  Result write(List<ClaimRequest> requests) {
    Run run = new Run(requests);
    return QuarkusTransaction.requiringNew().call(run::write);
  }

  /**
   * Refuses the requests on wishes that no claimant can claim at present, and second claims,
   * according to the committed data. Takes no locks, because it accepts nothing. Requests that
   * remain to be decided are missing from the result; a request that repeats the key of an earlier
   * one is {@link ClaimOutcome.Later}.
   */
  Result refuse(List<ClaimRequest> requests) {
    Run run = new Run(requests);
    return QuarkusTransaction.requiringNew().call(run::refuse);
  }

  /**
   * Decides and writes a request that has no idempotency key, in the caller's transaction.
   *
   * @throws ProblemException if the claim is refused
   */
  WishReceipt record(ClaimRequest request) {
    return new Run(request).record();
  }

  /** The state of one batch while it is decided and written. */
  private final class Run {
    private final boolean alone;

    /**
     * Requests that are neither answered nor refused yet. A request that {@link #decide} postpones
     * stays in this set.
     */
    private final Set<ClaimRequest> waiting = new LinkedHashSet<>();

    private final Map<KeyedCommand, ClaimRequest> byKey = new HashMap<>();

    private final Map<ClaimRequest, ClaimOutcome> outcomes = new LinkedHashMap<>();
    private final List<AcceptedClaim> accepted = new ArrayList<>();

    /**
     * Ids of wishes on which a claim would end other claims: that request and the later requests on
     * these wishes are {@link #ALONE}.
     */
    private final Set<Long> postponed = new HashSet<>();

    private final Instant now = time.now();
    private Map<Long, Wish> found = Map.of();
    private Claimants.Facts facts;
    private Pseudonyms.Known names;

    Run(List<ClaimRequest> requests) {
      alone = requests.size() == 1;
      for (ClaimRequest request : requests) {
        if (byKey.putIfAbsent(request.command(commands), request) == null) {
          waiting.add(request);
        } else {
          outcomes.put(request, LATER);
        }
      }
    }

    /** Creates a batch of one request without an idempotency key. */
    Run(ClaimRequest request) {
      alone = true;
      waiting.add(request);
    }

    WishReceipt record() {
      read(Set.of());
      facts.readOnWishes(waiting, found, now);
      waiting.forEach(this::decide);
      return recorder.write(accepted, facts, names, now, (trip, receipts) -> {}).getFirst();
    }

    Result refuse() {
      // Reads the wishes before the idempotency keys: if a wish already contains a request's
      // effect, the later read also finds the response stored under its key.
      RoundTrip trip = new RoundTrip();
      Pending<Map<Long, Wish>> committed = wishes.readAll(trip, wishIds());
      Predicate<ClaimRequest> holds = claimants.holders(trip, waiting);
      trip.send(entities);
      found = committed.get();
      Map<ClaimRequest, ProblemException> refused = new LinkedHashMap<>();
      waiting.forEach(
          request ->
              refusal(request, holds.test(request)).ifPresent(why -> refused.put(request, why)));
      keepRefusals(refused);
      return result();
    }

    /**
     * Returns the refusal that every claimant would get, or that the claimant gets for a second
     * claim; empty if there is none, or if the refusal depends on other facts about the claimant.
     */
    private Optional<ProblemException> refusal(ClaimRequest request, boolean holds) {
      Wish wish = found.get(request.wishId);
      if (wish == null
          || !wish.isPublic()
          || wish.erasedAt != null
          // Invitations are not read here, so it is unknown whether this one is still live.
          || request.invitationId != null
          || request.form == Form.PUBLIC_FUNDS) {
        return Optional.empty();
      }
      Claimant claimant = new Claimant(request.claimantType(), Set.of(), holds, false, false);
      Set<WishRole> roles = access.roles(request.caller, wish, null);
      // Places that invitations hold count as free, because the invitations are not read here.
      return decision(request, wish, roles, 0, claimant, 0, now) instanceof Decision.Refused refused
              && switch (refused.reason()) {
                case HOLDS_CLAIM, FULL, CLAIMING_CLOSED, WRONG_STATE -> true;
                default -> false;
              }
          ? Optional.of(problem(refused, request, wish))
          : Optional.empty();
    }

    /**
     * Returns the problem for a refused claim. For a claim that is recorded late, it names the
     * field with the claimant if the refusal is about the claimant. Otherwise, WISH_FULL also
     * contains the URL path at which the claimant finds other matches.
     */
    private static ProblemException problem(
        Decision.Refused refused, ClaimRequest request, Wish wish) {
      ProblemException problem = Refusals.problem(refused, WishTransition.CLAIM, wish, null);
      if (request.isLate()) {
        return isAboutClaimant(refused.reason())
            ? problem.field(FieldError.body("/onBehalfOf/id", FieldFault.NOT_ALLOWED))
            : problem;
      }
      return refused.reason() == Refusal.FULL ? problem.with("matches", MATCHES) : problem;
    }

    Result write() {
      read();
      if (waiting.isEmpty()) {
        return result();
      }
      facts.readOnWishes(waiting, found, now);
      Map<ClaimRequest, ProblemException> refused = new LinkedHashMap<>();
      for (ClaimRequest request : waiting) {
        try {
          decide(request);
        } catch (ProblemException problem) {
          refused.put(request, problem);
        }
      }
      if (!accepted.isEmpty()) {
        Map<KeyedCommand, Response> responses = new LinkedHashMap<>();
        recorder.write(
            accepted,
            facts,
            names,
            now,
            (trip, receipts) -> responses.putAll(commands.remember(trip, answers(receipts))));
        responses.forEach(
            (command, response) -> decided(byKey.get(command), new ClaimOutcome.Answer(response)));
      }
      keepRefusals(refused);
      return result();
    }

    private Map<KeyedCommand, Answer> answers(List<WishReceipt> receipts) {
      Map<KeyedCommand, Answer> answers = new LinkedHashMap<>();
      for (int i = 0; i < receipts.size(); i++) {
        WishReceipt receipt = receipts.get(i);
        answers.put(
            accepted.get(i).request().command(commands),
            Answer.created("/claims/" + receipt.claim().id(), receipt));
      }
      return answers;
    }

    private Result result() {
      Set<Long> full = new HashSet<>();
      found.values().stream().filter(Run::isFull).forEach(wish -> full.add(wish.id));
      return new Result(outcomes, full);
    }

    private static boolean isFull(Wish wish) {
      return switch (wish.state) {
        case CLAIMED, IN_PROGRESS, DELIVERED -> true;
        default -> false;
      };
    }

    private Set<Long> wishIds() {
      Set<Long> wishIds = new HashSet<>();
      waiting.forEach(request -> wishIds.add(request.wishId));
      return wishIds;
    }

    private void decided(ClaimRequest request, ClaimOutcome outcome) {
      waiting.remove(request);
      outcomes.put(request, outcome);
    }

    /**
     * Locks the idempotency keys, then the wishes and the counts of live claims, and reads the
     * claimants. Requests that were answered before get the same response again. Requests whose key
     * another transaction is processing become {@link #ALONE}; the batch does not wait for that
     * transaction.
     */
    private void read() {
      try {
        read(byKey.keySet());
      } catch (KeyBusyException busy) {
        int all = waiting.size();
        for (ClaimRequest request : List.copyOf(waiting)) {
          try {
            commands.answered(List.of(request.command(commands)), true).forEach(this::replay);
          } catch (KeyBusyException thisOne) {
            decided(request, ALONE);
          }
        }
        if (waiting.size() == all) {
          // No key was busy: another transaction holds the lock of a wish or of a count, and the
          // wait timed out.
          throw busy;
        }
        read(Set.of());
      }
    }

    private void read(Set<KeyedCommand> keys) {
      RoundTrip trip = new RoundTrip();
      Pending<Map<KeyedCommand, Answered>> before = commands.answered(trip, keys, true);
      Pending<Map<Long, Wish>> locked = wishes.lockAll(trip, wishIds());
      facts = claimants.read(trip, waiting);
      Pending<Pseudonyms.Known> known =
          pseudonyms.known(trip, waiting.stream().map(request -> request.caller).toList());
      trip.send(entities);
      found = locked.get();
      names = known.get();
      before.get().forEach(this::replay);
    }

    private void replay(KeyedCommand command, Answered answered) {
      ClaimRequest request = byKey.get(command);
      try {
        decided(request, new ClaimOutcome.Answer(answered.replay(request.command(commands))));
      } catch (ProblemException reused) {
        decided(request, new ClaimOutcome.Refusal(reused));
      }
    }

    /**
     * Refuses the requests after looking up their keys again: another instance may have run the
     * same command since the key was read; the stored response then replaces the refusal.
     */
    private void keepRefusals(Map<ClaimRequest, ProblemException> refused) {
      if (refused.isEmpty()) {
        return;
      }
      commands
          .answered(
              refused.keySet().stream().map(request -> request.command(commands)).toList(), false)
          .forEach(this::replay);
      refused.forEach(
          (request, problem) -> {
            if (waiting.contains(request)) {
              decided(request, new ClaimOutcome.Refusal(problem));
            }
          });
    }

    // Deciding ------------------------------------------------------------------------------------

    private void decide(ClaimRequest request) {
      if (request.form == Form.PUBLIC_FUNDS) {
        throw ProblemException.invalid("/pledge/form", FieldFault.NOT_ALLOWED);
      }
      Wish wish = found.get(request.wishId);
      if (wish == null || !access.sees(request.caller, wish)) {
        throw ProblemType.NOT_FOUND.exception();
      }
      wish.requireUsable();
      if (wish.erasedAt != null) {
        throw ProblemType.PERSONAL_DATA_ERASED.exception();
      }
      if (postponed.contains(wish.id)) {
        outcomes.put(request, ALONE);
        return;
      }
      Set<WishRole> roles = access.roles(request.caller, wish, null);
      WishAccess.requireParty(request.caller, WishTransition.CLAIM, roles, request.occurredAt);
      Claim claim = facts.claimOf(request);
      claim.id = ids.next();
      Invitation invitation = facts.invitation(claim);
      if (request.invitationId != null
          && (invitation == null || invitation.id != request.invitationId)) {
        throw ProblemType.ALREADY_ENDED.exception();
      }
      // Invitations never hold more places than are free. Therefore a claimant for whom a place is
      // held may take any free place.
      int held =
          invitation != null && invitation.keepsPlace()
              ? 0
              : wish.placesHeld
                  - (int) facts.runOut(wish).stream().filter(one -> one.reserved).count();
      Instant at =
          EventTime.checked(request.caller, request.occurredAt, wish.lastOccurredAt, now)
              .occurredAt();
      switch (decision(
          request, wish, roles, claim.id, facts.claimant(request, claim, wish, at), held, at)) {
        case Decision.Refused refused -> throw problem(refused, request, wish);
        case Decision.Accepted yes -> {
          boolean endsOthers =
              (yes.declinesPending() || yes.lapsesPending()) && wish.pendingClaims > 0;
          if (endsOthers && !alone) {
            // The claims to be ended may belong to this batch, or their claimants' counts may
            // already be in its facts, so the request is decided in a batch of its own.
            postponed.add(wish.id);
            outcomes.put(request, ALONE);
          } else {
            accept(request, claim, wish, invitation, yes, endsOthers, at);
          }
        }
      }
    }

    private static boolean isAboutClaimant(Refusal reason) {
      return switch (reason) {
        case HOLDS_CLAIM, WRONG_CLAIMANT, OUTSIDE_AREA, BARRED, TOO_MANY_CLAIMS -> true;
        default -> false;
      };
    }

    private Decision decision(
        ClaimRequest request,
        Wish wish,
        Set<WishRole> roles,
        long claimId,
        Claimant claimant,
        int held,
        Instant at) {
      return deadlines
          .rules()
          .decide(
              wish.snapshot(roles, Map.of(), Map.of(), false, List.of(), held),
              new WishCommand.Claim(claimId, claimant, request.pledge, request.form),
              at);
    }

    private void accept(
        ClaimRequest request,
        Claim claim,
        Wish wish,
        Invitation invitation,
        Decision.Accepted decision,
        boolean endsOthers,
        Instant at) {
      Map<Long, Long> members = participants(request, claim);
      Map<String, Object> leaf = new LinkedHashMap<>();
      String from = wish.state.name();
      wish.version++;
      AppliedDecision.toWish(wish, decision, at, now, leaf);
      wish.firstClaimedAt = wish.firstClaimedAt == null ? at : wish.firstClaimedAt;
      claim.round = wish.round;
      claim.claimedAt = at;
      claim.participants = members.size();
      decision
          .claims()
          .forEach(change -> AppliedDecision.toNewClaim(claim, change, request.caller, at, leaf));
      if (request.isLate()) {
        claim.spare(deadlines.sparedUntil(now));
      }
      decision.postings().forEach(claim::take);
      Map<String, Object> byState = new LinkedHashMap<>();
      byState.put(claim.state.name(), List.of(Id.text(claim.id)));
      if (endsOthers) {
        claimWriter
            .endPending(wish, null, decision, at)
            .forEach((state, claimIds) -> byState.put(state.name(), claimIds));
      }
      leaf.put("claims", byState);
      List<Invitation> ended = new ArrayList<>(facts.runOut(wish));
      ended.forEach(one -> one.end(wish, InvitationState.EXPIRED, now));
      if (invitation != null) {
        invitation.end(wish, InvitationState.ACCEPTED, at);
        ended.add(invitation);
      }
      ended.forEach(one -> LeafFacts.putInvitation(leaf, one));
      accepted.add(
          new AcceptedClaim(
              request,
              claim,
              wish,
              ended,
              members,
              ids.next(),
              at,
              wish.version,
              new Transition(WishTransition.CLAIM.name(), from, wish.state.name()),
              leaf,
              decision,
              WishReceipt.of(wish, claim, null, null)));
      facts.accepted(claim, members.keySet());
    }

    private Map<Long, Long> participants(ClaimRequest request, Claim claim) {
      if (!request.participants.isEmpty()) {
        Participants.refuseTaken(
            request.participants, memberId -> facts.takesPlace(claim.wishId, memberId));
        return participants.require(
            claim, request.participants, request.isLate() ? request.occurredAt : null);
      }
      return claim.claimantType == ClaimantType.MEMBER
          ? Map.of(claim.claimantId, claim.organisationId)
          : Map.of();
    }
  }
}
