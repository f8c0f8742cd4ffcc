package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.microwish.platform.sql.EntityReader;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Rows;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;

/** Repository of invitations and waiting lists; all writes need the lock of the wish. */
@ApplicationScoped
public class Invitations implements PanacheRepositoryBase<Invitation, Long> {

  private static final EntityReader<Invitation> WHOLE =
      new EntityReader<>(Invitation.class, Invitation::new);
  private static final Set<InvitationState> LIVE =
      EnumSet.of(InvitationState.WAITING, InvitationState.INVITED);
  private static final Duration WEEK = Duration.ofDays(7);

  private final InvitationQueries queries;

  Invitations(InvitationQueries queries) {
    this.queries = queries;
  }

  /**
   * Returns the id of the wish of an invitation; throws NOT_FOUND if there is no such invitation.
   */
  public long wishOf(long id) {
    return queries.wishOf(id).stream().findFirst().orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /**
   * Returns the id of the wish of the claimant's own invitation; throws NOT_FOUND for any other
   * invitation. Reads only the id, so that the invitation itself is first read under the wish's
   * lock.
   */
  public long wishOf(Claims.Holder claimant, long id) {
    return queries.wishOf(id, claimant.type(), claimant.id()).stream()
        .findFirst()
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /**
   * Returns the id of the invitation with this {@link Invitation#origin}; if there is none, locks
   * the wish. If several transactions send the same invitation at once, all but the first therefore
   * wait here, and then find the first one's invitation.
   */
  public Optional<Long> sent(long wishId, String origin) {
    return queries.ofOrigin(origin).stream()
        .findFirst()
        .or(
            () -> {
              queries.lockWish(wishId);
              return queries.ofOrigin(origin).stream().findFirst();
            });
  }

  /** Returns the waiting list of a wish, first in line first. */
  public List<Invitation> waiting(long wishId) {
    return queries.ofWish(wishId, EnumSet.of(InvitationState.WAITING));
  }

  /**
   * Returns how many places of the command's wish are kept free for invited claimants now; places
   * of the waiting list do not count.
   */
  public int kept(WishContext context) {
    return context.wish.placesHeld == 0
        ? 0
        : (int)
            (queries.countReserved(context.wish.id, InvitationState.INVITED)
                - context.runOut.stream().filter(Invitation::keepsPlace).count());
  }

  /** Returns how many invitations in this state the claimant has that have not run out. */
  public long count(Claims.Holder holder, InvitationState state, Instant now) {
    return queries.count(holder.type(), holder.id(), state, now);
  }

  /** Returns how many invitations operators sent the claimant in the week before that time. */
  public long inWeek(Claims.Holder holder, Instant until) {
    return queries.countSince(
        holder.type(), holder.id(), InvitationState.WAITING, until.minus(WEEK));
  }

  /** Whether the claimant has an invitation to a command's wish, or waits for a place. */
  public boolean isLive(WishContext context, Claims.Holder holder) {
    return live(context.wish.id, holder).filter(one -> !context.runOut.contains(one)).isPresent();
  }

  private Optional<Invitation> live(long wishId, Claims.Holder holder) {
    return queries.ofLiveKey(Claim.key(wishId, holder.type(), holder.id())).stream().findFirst();
  }

  /** Returns the ids of wishes with invitations that ran out by that time. */
  public List<Long> due(Instant now, int limit) {
    return queries.due(LIVE, now, limit);
  }

  /** Returns the ids of wishes of which a place can be offered to the first in the waiting list. */
  public List<Long> offers(Instant now, int limit) {
    return queries.offers(now, limit);
  }

  /**
   * Makes the live invitations of a claimant who has left run out now; the sweeper then ends them.
   */
  public void letRunOut(ClaimantType type, long claimantId, Instant now) {
    queries.letRunOut(type.name(), claimantId, now);
  }

  /** Returns the live invitations of a wish that have run out. */
  List<Invitation> runOut(long wishId, Instant now) {
    return queries.runOut(wishId, now);
  }

  /**
   * Ends the invitations that have run out, and records this in the ledger entry of the running
   * command. Otherwise the entry could take a place that, by the earlier entries, is still held for
   * somebody.
   */
  void expire(WishContext context) {
    for (Invitation one : context.runOut) {
      one.end(context.wish, InvitationState.EXPIRED, context.now);
      LeafFacts.putInvitation(context.facts, one);
    }
    if (!context.runOut.isEmpty()) {
      // Without a flush here, Hibernate would insert a new invitation before it clears the unique
      // key of the old one.
      flush();
    }
  }

  /**
   * Ends, as ACCEPTED, the live invitation of the claimant to whom the running command gives a
   * claim on the wish.
   */
  public void take(WishContext context, Claims.Holder holder) {
    if (context.wish.liveInvitations > 0) {
      live(context.wish.id, holder)
          .ifPresent(
              one -> {
                one.end(context.wish, InvitationState.ACCEPTED, context.at);
                LeafFacts.putInvitation(context.facts, one);
              });
    }
  }

  /**
   * Ends all live invitations of the command's wish, and records this in the command's ledger
   * entry.
   */
  void endAll(WishContext context, boolean withdrawn) {
    InvitationState to = withdrawn ? InvitationState.WITHDRAWN : InvitationState.EXPIRED;
    for (Invitation one : queries.ofWish(context.wish.id, LIVE)) {
      one.end(context.wish, to, context.at);
      LeafFacts.putInvitation(context.facts, one);
    }
  }

  /** Reads the live invitations with these keys by key, without Hibernate. */
  public Pending<Map<String, Invitation>> live(RoundTrip trip, Collection<String> keys) {
    Map<String, Invitation> found = new HashMap<>();
    trip.read(
        "SELECT " + WHOLE.columns() + " FROM invitation WHERE live_key IN (%s)",
        List.of(),
        keys,
        row -> {
          Invitation one = WHOLE.read(row);
          return found.put(one.liveKey, one);
        });
    return trip.pending(found);
  }

  /**
   * Reads the live invitations of these wishes that have run out, without Hibernate; returns the
   * invitations by wish id.
   */
  public Pending<Map<Long, List<Invitation>>> runOut(
      RoundTrip trip, Collection<Long> wishIds, Instant now) {
    Map<Long, List<Invitation>> found = new HashMap<>();
    trip.read(
        "SELECT "
            + WHOLE.columns()
            + " FROM invitation WHERE live_key IS NOT NULL AND until_at <= ? AND wish_id IN (%s)"
            + " ORDER BY wish_version, id",
        List.of(Rows.utc(now)),
        wishIds,
        row -> {
          Invitation one = WHOLE.read(row);
          return found.computeIfAbsent(one.wishId, _ -> new ArrayList<>()).add(one);
        });
    return trip.pending(found);
  }

  /** Writes invitations that have ended. */
  public void writeEnded(RoundTrip trip, Collection<Invitation> ended) {
    if (ended.isEmpty()) {
      return;
    }
    trip.update(
        "invitation",
        List.of("state", "live_key", "ended_at"),
        ended,
        (row, one) -> {
          row.setLong(1, one.id);
          row.setString(2, one.state.name());
          row.setString(3, one.liveKey);
          row.setObject(4, Rows.utc(one.endedAt));
        });
  }
}
