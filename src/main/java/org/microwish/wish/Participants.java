package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.microwish.party.Candidate;
import org.microwish.party.Member;
import org.microwish.party.Members;
import org.microwish.party.Organisation;
import org.microwish.party.Organisations;
import org.microwish.party.PartyHistory;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Refusal;

/** Checks who may take part in a claim. */
@ApplicationScoped
public class Participants {

  /** Maximum number of organisations to visit, from the participating member's own upwards. */
  private static final int LEVELS = 20;

  private final Members members;
  private final PartyHistory history;
  private final Organisations organisations;
  private final ClaimQueries queries;

  Participants(
      Members members, PartyHistory history, Organisations organisations, ClaimQueries queries) {
    this.history = history;
    this.queries = queries;
    this.members = members;
    this.organisations = organisations;
  }

  /**
   * Checks the participants of a claim. Each must be an active member of the claiming organisation
   * or of one below it; for a member's claim, of the member's own organisation or one below it. A
   * claiming member always takes part.
   *
   * @param named ids of participating members; a claiming member is added even if not named
   * @param day when the members must be active and belong to the organisation, for a late record;
   *     null for now
   * @return the organisation id of each participant, by member id: a claiming member first, then
   *     the others in the order given
   * @throws ProblemException VALIDATION_FAILED with an error at each {@code /participants/n} that
   *     is not allowed, also for members who have declined to take part in a claim of the wish and
   *     have not allowed it again; these have the reason DECLINED
   */
  public Map<Long, Long> require(Claim claim, Collection<Long> named, Instant day) {
    Set<Long> memberIds = new LinkedHashSet<>();
    if (claim.claimantType == ClaimantType.MEMBER) {
      memberIds.add(claim.claimantId);
    }
    List<Long> order = List.copyOf(named);
    memberIds.addAll(named);
    // Locks the members: until the transaction ends, no member can get the state LEFT or move to
    // another organisation.
    members.lock(memberIds);
    Map<Long, Candidate> found = candidates(memberIds, day);
    Map<Long, Long> participants = new LinkedHashMap<>();
    List<FieldError> errors = new ArrayList<>();
    for (Long memberId : memberIds) {
      Candidate member = found.get(memberId);
      if (member != null
          && member.active()
          && isWithin(member.organisationId(), claim.organisationId)) {
        participants.put(memberId, member.organisationId());
      } else {
        int index = order.indexOf(memberId);
        // A claiming member may be missing from the request; its error is then at /participants.
        errors.add(
            FieldError.body(
                index < 0 ? "/participants" : "/participants/" + index, FieldFault.NOT_FOUND));
      }
    }
    Set<Long> declined = new HashSet<>(order);
    if (claim.claimantType == ClaimantType.MEMBER) {
      declined.remove(claim.claimantId);
    }
    if (!declined.isEmpty()) {
      for (Long memberId : queries.declined(claim.wishId, declined)) {
        errors.add(
            FieldError.body("/participants/" + order.indexOf(memberId), FieldFault.NOT_ALLOWED)
                .with("reason", "DECLINED"));
      }
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return participants;
  }

  private Map<Long, Candidate> candidates(Collection<Long> memberIds, Instant day) {
    if (day != null) {
      return history.members(memberIds, day);
    }
    Map<Long, Candidate> found = new HashMap<>();
    members
        .findAll(memberIds)
        .forEach(
            (id, member) -> {
              if (member.organisationId != null) {
                found.put(
                    id,
                    new Candidate(member.organisationId, member.divisionPath, member.isActive()));
              }
            });
    return found;
  }

  /**
   * Checks that a claim can be handed over to a member: an active member of the claim's own
   * organisation, who has not declined to take part in a claim of the wish and is not the wish's
   * resident. Locks the member, as {@link #require} does.
   *
   * @throws ProblemException VALIDATION_FAILED with an error at {@code /memberId}
   */
  public Member requireColleague(Wish wish, Claim claim, long memberId) {
    members.lock(List.of(memberId));
    Member member = members.find(memberId).orElse(null);
    boolean colleague =
        member != null
            && member.isActive()
            && Long.valueOf(claim.organisationId).equals(member.organisationId);
    if (!colleague) {
      throw ProblemException.invalid("/memberId", FieldFault.NOT_FOUND);
    }
    if (member.account != null && member.account.equals(wish.resident)) {
      throw ProblemException.invalid("/memberId", FieldFault.NOT_ALLOWED);
    }
    if (!queries.declined(wish.id, List.of(memberId)).isEmpty()) {
      throw ProblemException.invalid(
          FieldError.body("/memberId", FieldFault.NOT_ALLOWED).with("reason", "DECLINED"));
    }
    return member;
  }

  /**
   * Refuses named members who already take part in another live claim of the wish, because each
   * person may take only one place.
   *
   * @param named member ids in the order of the request
   * @param takesPlace whether a member takes part in another live claim of the wish
   * @throws ProblemException ALREADY_CLAIMED with an error at each {@code /participants/n}
   */
  public static void refuseTaken(List<Long> named, Predicate<Long> takesPlace) {
    ProblemException problem =
        ProblemType.ALREADY_CLAIMED.exception().with("reason", Refusal.HOLDS_CLAIM);
    for (int i = 0; i < named.size(); i++) {
      if (takesPlace.test(named.get(i))) {
        problem.field(FieldError.body("/participants/" + i, FieldFault.NOT_ALLOWED));
      }
    }
    if (!problem.errors().isEmpty()) {
      throw problem;
    }
  }

  private boolean isWithin(long organisationId, long top) {
    Long at = organisationId;
    for (int level = 0; at != null && level < LEVELS; level++) {
      if (at == top) {
        return true;
      }
      at = organisations.find(at).map((Organisation found) -> found.parentId).orElse(null);
    }
    return false;
  }
}
