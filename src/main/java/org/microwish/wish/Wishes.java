package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.microwish.platform.sql.EntityReader;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.lifecycle.WishState;

/** Repository of wishes. */
@ApplicationScoped
public class Wishes implements PanacheRepositoryBase<Wish, Long> {

  private static final EntityReader<Wish> WHOLE = new EntityReader<>(Wish.class, Wish::new);

  private static final Set<WishState> OVER =
      Arrays.stream(WishState.values())
          .filter(state -> state.isEnded() || state == WishState.FULFILLED)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(WishState.class)));

  private static final Set<WishState> UNDECIDED =
      EnumSet.of(WishState.DRAFT, WishState.SUBMITTED, WishState.RETURNED);

  private final WishQueries queries;

  Wishes(WishQueries queries) {
    this.queries = queries;
  }

  /** Returns these wishes by id; unknown ids are missing. */
  public Map<Long, Wish> byId(Collection<Long> ids) {
    Map<Long, Wish> found = new HashMap<>();
    if (!ids.isEmpty()) {
      // Does not use HQL, because Hibernate would translate a query with a list parameter again for
      // each call.
      getEntityManager().unwrap(Session.class).findMultiple(Wish.class, List.copyOf(ids)).stream()
          .filter(Objects::nonNull)
          .forEach(wish -> found.put(wish.id, wish));
    }
    return found;
  }

  /** Counts the resident's wishes that are neither fulfilled nor ended. */
  public long countOpen(String resident) {
    return queries.countOthers(resident, OVER);
  }

  /** Counts the wishes that a member recorded for residents and whose review is not decided. */
  public long countUndecided(long memberId) {
    return queries.countAuthored(memberId, UNDECIDED);
  }

  /**
   * Locks the rows of several wishes in the order of their ids and reads them. Hibernate does not
   * manage the returned objects: callers must write changes themselves.
   *
   * @return by id; unknown ids are missing
   */
  public Pending<Map<Long, Wish>> lockAll(RoundTrip trip, Collection<Long> ids) {
    return trip.pending(read(trip, ids, " ORDER BY id FOR UPDATE"));
  }

  /** Reads several wishes by id without locks; unknown ids are missing. */
  public Pending<Map<Long, Wish>> readAll(RoundTrip trip, Collection<Long> ids) {
    return trip.pending(read(trip, ids, ""));
  }

  /** Like {@link #readAll}, with the serial number and the rating, which are in other tables. */
  public Pending<Map<Long, Wish>> readWhole(RoundTrip trip, Collection<Long> ids) {
    Map<Long, Wish> wishes = read(trip, ids, "");
    trip.read(
            "SELECT aggregate_id, number_text FROM serial_number"
                + " WHERE aggregate_type = 'WISH' AND aggregate_id IN (%s)",
            List.of(), ids, row -> wishes.get(row.getLong(1)).number = row.getString(2))
        .read(
            "SELECT aggregate_id, stars FROM rating"
                + " WHERE aggregate_type = 'WISH' AND withdrawn_at IS NULL AND aggregate_id IN (%s)",
            List.of(), ids, row -> wishes.get(row.getLong(1)).rating = row.getInt(2));
    return trip.pending(wishes);
  }

  /** Adds the query; returns the map that the round trip fills. */
  private static Map<Long, Wish> read(RoundTrip trip, Collection<Long> ids, String how) {
    Map<Long, Wish> wishes = new HashMap<>();
    trip.read(
        "SELECT " + WHOLE.columns() + " FROM wish WHERE id IN (%s)" + how,
        List.of(),
        new TreeSet<>(ids),
        row -> {
          Wish wish = WHOLE.read(row);
          return wishes.put(wish.id, wish);
        });
    return wishes;
  }

  /**
   * Returns the ids of the oldest wishes in these states for which an account is responsible.
   *
   * @param subtree a pattern for the paths of divisions
   */
  public List<Long> casesOf(
      String account, String subtree, Collection<WishState> states, int limit) {
    return queries.keptBy(account, subtree, states, limit);
  }

  /**
   * Writes the columns of wishes that claiming changes. Callers must hold the locks of the wishes.
   */
  public void writeClaimed(RoundTrip trip, Collection<Wish> wishes) {
    trip.update(
        "wish",
        List.of(
            "version",
            "state",
            "places_taken",
            "pending_claims",
            "active_claims",
            "started_claims",
            "delivered_claims",
            "places_held",
            "live_invitations",
            "amount_taken",
            "funding",
            "committed",
            "spent",
            "returned",
            "first_claimed_at",
            "last_occurred_at",
            "updated_at"),
        wishes,
        (row, wish) -> {
          row.setLong(1, wish.id);
          row.setLong(2, wish.version);
          row.setString(3, wish.state.name());
          row.setInt(4, wish.placesTaken);
          row.setInt(5, wish.pendingClaims);
          row.setInt(6, wish.activeClaims);
          row.setInt(7, wish.startedClaims);
          row.setInt(8, wish.deliveredClaims);
          row.setInt(9, wish.placesHeld);
          row.setInt(10, wish.liveInvitations);
          row.setBigDecimal(11, wish.amountTaken);
          row.setBigDecimal(12, wish.funding);
          row.setBigDecimal(13, wish.committed);
          row.setBigDecimal(14, wish.spent);
          row.setBigDecimal(15, wish.returned);
          row.setObject(16, Rows.utc(wish.firstClaimedAt));
          row.setObject(17, Rows.utc(wish.lastOccurredAt));
          row.setObject(18, Rows.utc(wish.updatedAt));
        });
  }
}
