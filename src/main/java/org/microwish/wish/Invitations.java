package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.microwish.platform.Id;
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

  /** Returns the id of the wish; throws NOT_FOUND if there is no such invitation. */
  public long wishOf(long id) {
    return queries.wishOf(id).stream().findFirst().orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /** Returns the id of the invitation that a sender gave this name. */
  public Optional<Long> ofOrigin(String origin) {
    return queries.ofOrigin(origin).stream().findFirst();
  }

  /** Returns the first in the waiting list of a wish. */
  public Optional<Invitation> firstWaiting(long wishId) {
    return queries.ofWish(wishId, EnumSet.of(InvitationState.WAITING)).stream().findFirst();
  }

  /** Returns how many places of a wish are kept free for somebody now. */
  public int kept(long wishId) {
    return (int) queries.countReserved(wishId, InvitationState.INVITED);
  }

  /** Returns the claimant's number of live invitations in this state. */
  public long count(Claims.Holder holder, InvitationState state) {
    return queries.count(holder.type(), holder.id(), state);
  }

  /** Returns how many invitations operators sent the claimant in the week before that time. */
  public long inWeek(Claims.Holder holder, Instant until) {
    return queries.countSince(
        holder.type(), holder.id(), InvitationState.WAITING, until.minus(WEEK));
  }

  /** Whether the claimant has a live invitation to the wish, or waits for a place. */
  public boolean isLive(long wishId, Claims.Holder holder) {
    return count("liveKey", Claim.key(wishId, holder.type(), holder.id())) > 0;
  }

  /** Returns the live invitations that ran out by that time. */
  public List<Long> due(Instant now, int limit) {
    return queries.due(LIVE, now, limit);
  }

  /** Returns the wishes of which a place can be offered to somebody who waits. */
  public List<Long> offers(Instant now, int limit) {
    return queries.offers(now, limit);
  }

  /** Lets the live invitations of somebody who has left run out; the sweeper ends them. */
  public void runOut(ClaimantType type, long claimantId, Instant now) {
    queries.runOut(type.name(), claimantId, now);
  }

  /** Ends all live invitations of the wish of a command, with the command's entry. */
  void endAll(WishContext context, boolean withdrawn) {
    InvitationState to = withdrawn ? InvitationState.WITHDRAWN : InvitationState.EXPIRED;
    List<Invitation> live = queries.ofWish(context.wish.id, LIVE);
    live.forEach(one -> one.end(context.wish, to, context.at));
    context.facts.put(
        "invitations",
        Map.of(to.name(), live.stream().<Object>map(one -> Id.text(one.id)).toList()));
  }

  /** Reads the live invitations with these keys, without Hibernate. */
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
