package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Rows;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;

/** Repository of claims and of the number of live claims per claimant. */
@ApplicationScoped
public class Claims implements PanacheRepositoryBase<Claim, Long> {

  private final ClaimQueries queries;

  Claims(ClaimQueries queries) {
    this.queries = queries;
  }

  /** Returns the claims of a wish in these states, oldest first. */
  public List<Claim> ofWish(long wishId, Set<ClaimState> states) {
    return queries.ofWish(wishId, states);
  }

  /** Returns all claims of a wish, oldest first. */
  public List<Claim> ofWish(long wishId) {
    return queries.ofWish(wishId);
  }

  /**
   * Returns the id of the wish that a claim belongs to; throws NOT_FOUND if there is no such claim.
   * Reads only the id, so that the claim itself is first read under the wish's lock.
   */
  public long wishOf(long claimId) {
    return queries.wishOf(claimId).stream()
        .findFirst()
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /** Returns the member ids of a claim's participants, in no particular order. */
  public List<Long> participants(long claimId) {
    return queries.participants(claimId);
  }

  /** Returns the participants who have left these claims, in the order of leaving. */
  public List<FormerParticipant> formerParticipants(Collection<Long> claimIds) {
    return claimIds.isEmpty() ? List.of() : queries.formerParticipants(claimIds);
  }

  /** Returns the present participants of these claims, in no particular order. */
  public List<ClaimParticipant> present(Collection<Long> claimIds) {
    return claimIds.isEmpty() ? List.of() : queries.participants(claimIds);
  }

  /**
   * Returns the ids of the undelivered live claims of an organisation and of its members, oldest
   * first.
   */
  public List<Long> unfinished(long organisationId, int limit) {
    return queries.unfinished(
        organisationId, EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE), limit);
  }

  /**
   * Returns those of the members who already take part in a live claim of the wish other than
   * {@code exceptClaim}. The caller must have locked the wish.
   */
  public Set<Long> takingPart(long wishId, long exceptClaim, Collection<Long> memberIds) {
    return memberIds.isEmpty()
        ? Set.of()
        : Set.copyOf(
            queries.takingPart(
                wishId, exceptClaim, EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE), memberIds));
  }

  /**
   * Records that a member has declined to take part in a claim of the wish, so that nobody can name
   * the member again until {@link #allow}.
   */
  public void decline(long wishId, long memberId, Instant at) {
    queries.decline(wishId, memberId, at);
  }

  /** Undoes {@link #decline}: the member can be named for claims of the wish again. */
  public void allow(long wishId, long memberId) {
    queries.allow(wishId, memberId);
  }

  boolean isParticipant(long claimId, long memberId) {
    return getEntityManager()
            .find(ClaimParticipant.class, new ClaimParticipant.Key(claimId, memberId))
        != null;
  }

  /** Whether a lapse bars the member from claiming the wish at that time. */
  public boolean isBarred(long wishId, long memberId, Instant at) {
    return isBarred(wishId, new Holder(ClaimantType.MEMBER, memberId), at);
  }

  /** Whether a lapse bars the claimant from claiming the wish at that time. */
  public boolean isBarred(long wishId, Holder claimant, Instant at) {
    return queries.lapses(wishId, claimant.type().name(), claimant.id(), at) > 0;
  }

  /**
   * Locks the counts of live claims of these claimants, in a fixed order to avoid deadlocks, and
   * returns them.
   */
  public Map<Holder, Integer> lockCounts(Collection<Holder> holders) {
    Map<Holder, Integer> counts = new HashMap<>();
    for (Holder holder : new TreeSet<>(holders)) {
      queries.count(holder.type().name(), holder.id());
      counts.put(holder, queries.lockCount(holder.type().name(), holder.id()));
    }
    return counts;
  }

  /**
   * Gives a live claim to another claimant of the same type, or to the same claimant in another
   * organisation. Callers must have locked the counts of both claimants.
   */
  public void handOver(Claim claim, long claimantId, long organisationId) {
    if (claim.claimantId != claimantId) {
      countDown(List.of(claim));
      claim.claimantId = claimantId;
      countUpAgain(List.of(claim));
    }
    claim.organisationId = organisationId;
    claim.setLive(true);
  }

  /**
   * Decrements the count of live claims of each claimant once, in a fixed order to avoid deadlocks.
   * All claims must belong to one wish, where a claimant has at most one live claim.
   */
  void countDown(Collection<Claim> ended) {
    TreeSet<Holder> holders = new TreeSet<>();
    ended.forEach(claim -> holders.add(new Holder(claim.claimantType, claim.claimantId)));
    holders.forEach(holder -> queries.countDown(holder.type().name(), holder.id()));
  }

  /**
   * Increments the claimants' counts of live claims after staff have reopened claims, even above
   * the limit.
   */
  void countUpAgain(Collection<Claim> resumed) {
    for (Claim claim : resumed) {
      queries.countUp(claim.claimantType.name(), claim.claimantId);
    }
  }

  // Bulk statements in the caller's round trip ----------------------------------------------------

  /**
   * Returns which of these keys belong to a live claim. A key stands for one claimant and one wish;
   * see {@link Claim#key()}.
   */
  public Pending<Set<String>> liveAmong(RoundTrip trip, Collection<String> liveKeys) {
    Set<String> taken = new HashSet<>();
    trip.read(
        "SELECT live_key FROM claim WHERE live_key IN (%s)",
        List.of(), liveKeys, row -> taken.add(row.getString(1)));
    return trip.pending(taken);
  }

  /** A member who takes part in a live claim of a wish. */
  public record Place(long wishId, long memberId) {}

  /** Reads in which wishes these members take part in live claims. */
  public Pending<Set<Place>> places(RoundTrip trip, Collection<Long> memberIds) {
    Set<Place> places = new HashSet<>();
    trip.read(
        "SELECT c.wish_id, p.member_id FROM claim_participant p JOIN claim c ON c.id = p.claim_id"
            + " WHERE c.state IN ('PENDING', 'ACTIVE') AND p.member_id IN (%s)",
        List.of(), memberIds, row -> places.add(new Place(row.getLong(1), row.getLong(2))));
    return trip.pending(places);
  }

  /** A claimant: an organisation or a member. */
  public record Holder(ClaimantType type, long id) implements Comparable<Holder> {
    /** Returns the claimant for whom the caller acts: a steward for its organisation. */
    public static Holder of(Caller caller) {
      return caller.is(Role.STEWARD)
          ? new Holder(ClaimantType.ORGANISATION, caller.requireOrganisation())
          : new Holder(ClaimantType.MEMBER, caller.requireMember());
    }

    @Override
    public int compareTo(Holder other) {
      int byType = type.compareTo(other.type);
      return byType != 0 ? byType : Long.compare(id, other.id);
    }
  }

  /** A wish and a claimant whose claims on the wish lapsed. */
  public record Lapse(long wishId, Holder holder) {}

  /**
   * Reads until when each claimant with lapsed claims on these wishes may not claim the same wish
   * again. Claims that lapsed while they were PENDING do not count. If {@code barred_until} is
   * missing, the bar ends 7 days after the lapse: during an upgrade, instances of an earlier
   * release do not write that column.
   */
  public Pending<Map<Lapse, Instant>> barred(RoundTrip trip, Collection<Long> wishIds) {
    Map<Lapse, Instant> barred = new HashMap<>();
    trip.read(
        "SELECT wish_id, claimant_type, claimant_id,"
            + " COALESCE(barred_until, ended_at + INTERVAL 7 DAY) FROM claim"
            + " WHERE state = 'LAPSED' AND activated_at IS NOT NULL AND wish_id IN (%s)",
        List.of(),
        wishIds,
        row ->
            barred.merge(
                new Lapse(
                    row.getLong(1),
                    new Holder(ClaimantType.valueOf(row.getString(2)), row.getLong(3))),
                Rows.instant(row, 4),
                (one, other) -> one.isAfter(other) ? one : other));
    return trip.pending(barred);
  }

  /**
   * Locks and returns these claimants' counts of live claims. Claimants that never had a claim have
   * no row and are missing.
   */
  public Pending<Map<Holder, Integer>> lockCounts(RoundTrip trip, Set<Holder> holders) {
    Map<Holder, Integer> counts = new HashMap<>();
    for (ClaimantType type : ClaimantType.values()) {
      List<Long> ids =
          holders.stream().filter(one -> one.type() == type).map(Holder::id).sorted().toList();
      trip.read(
          "SELECT claimant_id, live_claims FROM claim_quota WHERE claimant_type = ?"
              + " AND claimant_id IN (%s) ORDER BY claimant_id FOR UPDATE",
          List.of(type.name()),
          ids,
          row -> counts.put(new Holder(type, row.getLong(1)), row.getInt(2)));
    }
    return trip.pending(counts);
  }

  /**
   * Increments the claimants' counts of live claims by the given numbers, in the order of the map.
   */
  public void countUp(RoundTrip trip, SortedMap<Holder, Integer> more) {
    trip.insert(
        "INSERT INTO claim_quota (claimant_type, claimant_id, live_claims) VALUES (?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE live_claims = live_claims + VALUES(live_claims)",
        more.entrySet(),
        (row, count) -> {
          row.setString(1, count.getKey().type().name());
          row.setLong(2, count.getKey().id());
          row.setInt(3, count.getValue());
        });
  }

  /**
   * A claim to be inserted.
   *
   * @param participants the organisation id of each participating member, by member id
   */
  public record NewClaim(Claim claim, Map<Long, Long> participants) {}

  /** Inserts new claims and their participants. */
  public void write(RoundTrip trip, Collection<NewClaim> fresh) {
    trip.insert(
        "INSERT INTO claim (id, wish_id, round, state, live_key, claimant_type, claimant_id,"
            + " organisation_id, claimed_by, participants, pledge, pledge_form, committed, spent,"
            + " returned, claimed_at, activated_at, redo_count, contact_by, complete_by,"
            + " extensions, overdue, next_check_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        fresh.stream().map(NewClaim::claim).toList(),
        (row, claim) -> {
          row.setLong(1, claim.id);
          row.setLong(2, claim.wishId);
          row.setInt(3, claim.round);
          row.setString(4, claim.state.name());
          row.setString(5, claim.liveKey);
          row.setString(6, claim.claimantType.name());
          row.setLong(7, claim.claimantId);
          row.setLong(8, claim.organisationId);
          row.setString(9, claim.claimedBy);
          row.setInt(10, claim.participants);
          row.setBigDecimal(11, claim.pledge);
          row.setString(12, claim.pledgeForm == null ? null : claim.pledgeForm.name());
          row.setBigDecimal(13, claim.committed);
          row.setBigDecimal(14, claim.spent);
          row.setBigDecimal(15, claim.returned);
          row.setObject(16, Rows.utc(claim.claimedAt));
          row.setObject(17, Rows.utc(claim.activatedAt));
          row.setInt(18, claim.redoCount);
          row.setObject(19, Rows.utc(claim.contactBy));
          row.setObject(20, Rows.utc(claim.completeBy));
          row.setInt(21, claim.extensions);
          row.setBoolean(22, claim.overdue);
          row.setObject(23, Rows.utc(claim.nextCheckAt));
        });
    List<ClaimParticipant> participants = new ArrayList<>();
    for (NewClaim each : fresh) {
      each.participants()
          .forEach(
              (memberId, organisationId) -> {
                ClaimParticipant participant = new ClaimParticipant();
                participant.key = new ClaimParticipant.Key(each.claim().id, memberId);
                participant.organisationId = organisationId;
                participant.addedAt = each.claim().claimedAt;
                participants.add(participant);
              });
    }
    trip.insert(
        "INSERT INTO claim_participant (claim_id, member_id, organisation_id, added_at)"
            + " VALUES (?, ?, ?, ?)",
        participants,
        (row, participant) -> {
          row.setLong(1, participant.key.claimId());
          row.setLong(2, participant.key.memberId());
          row.setLong(3, participant.organisationId);
          row.setObject(4, Rows.utc(participant.addedAt));
        });
  }
}
