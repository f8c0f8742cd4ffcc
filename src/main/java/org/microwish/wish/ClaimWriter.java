package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.party.Members;
import org.microwish.platform.Id;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimChange;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Writes the effects of an accepted command on claims: rows, participants, the claimants' counts of
 * live claims, and the facts of the ledger leaf.
 */
@ApplicationScoped
public class ClaimWriter {

  private final Claims claims;
  private final Members members;
  private final Pseudonyms pseudonyms;
  private final EntityManager entities;

  ClaimWriter(Claims claims, Members members, Pseudonyms pseudonyms, EntityManager entities) {
    this.claims = claims;
    this.members = members;
    this.pseudonyms = pseudonyms;
    this.entities = entities;
  }

  void write(WishContext context, WishTransition transition, Decision.Accepted accepted) {
    Map<ClaimState, List<Object>> moved = new EnumMap<>(ClaimState.class);
    List<Claim> ended = new ArrayList<>();
    List<Claim> resumed = new ArrayList<>();
    Map<Long, Claim> byId = context.claimsById();
    for (ClaimChange change : accepted.claims()) {
      Claim claim = byId.get(change.claimId());
      if (claim.state != change.to()) {
        moved.computeIfAbsent(change.to(), state -> new ArrayList<>()).add(Id.text(claim.id));
      }
      switch (AppliedDecision.toClaim(
          claim,
          change,
          transition,
          context.caller,
          context.endReason,
          context.at,
          context.facts)) {
        case ENDED -> ended.add(claim);
        case RESUMED -> resumed.add(claim);
        case NEITHER -> {}
      }
    }
    if (context.participants != null) {
      writeParticipants(context);
    }
    if (context.claim != null) {
      describe(context, transition);
    }
    claims.countDown(ended);
    claims.countUpAgain(resumed);
    Long except = context.claim == null ? null : context.claim.id;
    endPending(context.wish, except, accepted, context.at)
        .forEach(
            (state, claimIds) ->
                moved.computeIfAbsent(state, to -> new ArrayList<>()).addAll(claimIds));
    if (!moved.isEmpty()) {
      Map<String, Object> byState = new LinkedHashMap<>();
      moved.forEach((state, claimIds) -> byState.put(state.name(), claimIds));
      context.facts.put("claims", byState);
    }
  }

  private void writeParticipants(WishContext context) {
    Claim claim = context.claim;
    List<Long> before = claim.participants == 0 ? List.of() : claims.participants(claim.id);
    for (Long gone : before) {
      if (!context.participants.containsKey(gone)) {
        leave(context, entities.find(ClaimParticipant.class, key(claim, gone)));
      }
    }
    for (Map.Entry<Long, Long> member : context.participants.entrySet()) {
      if (!before.contains(member.getKey())) {
        ClaimParticipant row = new ClaimParticipant();
        row.key = key(claim, member.getKey());
        row.organisationId = member.getValue();
        row.addedAt = context.at;
        entities.persist(row);
      }
    }
    claim.participants = context.participants.size();
  }

  private static ClaimParticipant.Key key(Claim claim, long memberId) {
    return new ClaimParticipant.Key(claim.id, memberId);
  }

  /** Ends a participation; a {@link FormerParticipant} keeps when it began and ended. */
  private void leave(WishContext context, ClaimParticipant present) {
    FormerParticipant former = new FormerParticipant();
    former.key =
        new FormerParticipant.Key(present.key.claimId(), present.key.memberId(), context.entryId);
    former.organisationId = present.organisationId;
    former.addedAt = present.addedAt;
    former.leftAt = context.at;
    entities.persist(former);
    entities.remove(present);
  }

  /**
   * Adds the claim to the facts: its id; on approval and when it is handed over also the claimant,
   * the claimant's organisation and the participants; otherwise only the participants, if the
   * command changes them.
   */
  private void describe(WishContext context, WishTransition transition) {
    Claim claim = context.claim;
    boolean introduces =
        transition == WishTransition.APPROVE || transition == WishTransition.HAND_OVER_CLAIM;
    Collection<Long> participants =
        context.participants == null ? null : context.participants.keySet();
    if (introduces && participants == null) {
      participants = claims.participants(claim.id);
    }
    requireNoneErased(claim, participants);
    Map<Long, String> shown = new HashMap<>();
    if (introduces && claim.claimantType == ClaimantType.MEMBER) {
      shown.put(claim.claimantId, pseudonyms.ofMember(claim.claimantId));
    }
    if (participants != null && !participants.isEmpty()) {
      shown.putAll(pseudonyms.ofMembers(participants));
    }
    context.facts.put("claim", LeafFacts.claim(claim, introduces, participants, shown));
  }

  /**
   * Refuses to name an erased member, who has no pseudonym and must not get a new one. Members with
   * unfinished claims are not erased now, but earlier versions of the service erased them.
   */
  private void requireNoneErased(Claim claim, Collection<Long> participants) {
    if (participants != null
        && members.findAll(participants).values().stream().anyMatch(one -> one.erasedAt != null)) {
      throw ProblemType.CLAIM_STATE_CONFLICT.exception().with("state", claim.state);
    }
  }

  /**
   * Ends the PENDING claims of a wish if the decision requires it.
   *
   * @param except the claim that the decision itself changes, which this method ignores; or null
   * @return the ids of the ended claims in the format of leaves, by their new state; may be empty
   */
  public Map<ClaimState, List<Object>> endPending(
      Wish wish, Long except, Decision.Accepted accepted, Instant at) {
    if (!accepted.declinesPending() && !accepted.lapsesPending()) {
      return Map.of();
    }
    ClaimState to = accepted.declinesPending() ? ClaimState.DECLINED : ClaimState.LAPSED;
    EndReason reason =
        accepted.lapsesPending()
            ? EndReason.WISH_EXPIRED
            : accepted.closed() ? EndReason.CLAIMING_CLOSED : EndReason.FULL;
    List<Claim> waiting =
        claims.ofWish(wish.id, EnumSet.of(ClaimState.PENDING)).stream()
            .filter(claim -> except == null || claim.id != except)
            .toList();
    List<Object> ended = new ArrayList<>();
    for (Claim claim : waiting) {
      claim.state = to;
      claim.endReason = reason;
      claim.endedAt = at;
      claim.setLive(false);
      claim.plan();
      ended.add(Id.text(claim.id));
    }
    claims.countDown(waiting);
    return ended.isEmpty() ? Map.of() : Map.of(to, ended);
  }
}
