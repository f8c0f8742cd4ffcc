package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/** The wishes. */
@ApplicationScoped
public class Wishes implements PanacheRepositoryBase<Wish, Long> {

  private final WishQueries queries;

  Wishes(WishQueries queries) {
    this.queries = queries;
  }

  /**
   * Takes the wish's row lock and raises its version, if its state lets the transition begin; for
   * an approval also if a place is free. The database decides this in one statement, so however
   * many come at once, no more get through than there is room for.
   *
   * @return whether the lock is held
   */
  boolean lock(long id, WishTransition transition) {
    List<String> states = transition.sources().stream().map(Enum::name).toList();
    int locked =
        transition == WishTransition.APPROVE
            ? queries.lockWithRoom(id, states)
            : queries.lock(id, states);
    return locked == 1;
  }

  /** These wishes by id; unknown ids are missing. */
  public Map<Long, Wish> byId(Collection<Long> ids) {
    Map<Long, Wish> found = new HashMap<>();
    if (!ids.isEmpty()) {
      queries.byId(ids).forEach(wish -> found.put(wish.id, wish));
    }
    return found;
  }

  /**
   * Takes the row locks of several wishes, always in the order of their ids, and reads them. They
   * are the caller's to change and to write: Hibernate does not know them, and words and people are
   * missing in them.
   *
   * @return by id; unknown ids are missing
   */
  public Pending<Map<Long, Wish>> lockAll(RoundTrip trip, Collection<Long> ids) {
    return read(trip, ids, " ORDER BY id FOR UPDATE");
  }

  /** Several wishes by id as they are committed, without their locks; unknown ids are missing. */
  public Pending<Map<Long, Wish>> readAll(RoundTrip trip, Collection<Long> ids) {
    return read(trip, ids, "");
  }

  /** What the rules of a claim ask of a wish, and what {@link #writeClaimed} writes. */
  private static Pending<Map<Long, Wish>> read(RoundTrip trip, Collection<Long> ids, String how) {
    Map<Long, Wish> wishes = new HashMap<>();
    trip.read(
        "SELECT id, version, kind, state, round, division_path, claim_policy, capacity, places,"
            + " needs_approval, claimable_by, claimable_from, claiming_closed, claim_by,"
            + " complete_by, places_taken, pending_claims, active_claims, started_claims,"
            + " delivered_claims, budget, amount_taken, funding, committed, spent, returned,"
            + " resident, partner, first_claimed_at, last_occurred_at, updated_at, off_wall, held,"
            + " erased_at, sample FROM wish WHERE id IN (%s)"
            + how,
        List.of(),
        new TreeSet<>(ids),
        row -> wishes.put(row.getLong(1), claimable(row)));
    return trip.pending(wishes);
  }

  private static Wish claimable(ResultSet row) throws SQLException {
    Wish wish = new Wish();
    wish.id = row.getLong(1);
    wish.version = row.getLong(2);
    wish.kind = WishKind.valueOf(row.getString(3));
    wish.state = WishState.valueOf(row.getString(4));
    wish.round = row.getInt(5);
    wish.divisionPath = row.getString(6);
    wish.claimPolicy = ClaimPolicy.valueOf(row.getString(7));
    wish.capacity = Capacity.valueOf(row.getString(8));
    wish.places = row.getInt(9);
    wish.needsApproval = row.getBoolean(10);
    wish.claimableBy = ClaimableBy.valueOf(row.getString(11));
    wish.claimableFrom = ClaimableFrom.valueOf(row.getString(12));
    wish.claimingClosed = row.getBoolean(13);
    wish.claimBy = Rows.instant(row, 14);
    wish.completeBy = Rows.instant(row, 15);
    wish.placesTaken = row.getInt(16);
    wish.pendingClaims = row.getInt(17);
    wish.activeClaims = row.getInt(18);
    wish.startedClaims = row.getInt(19);
    wish.deliveredClaims = row.getInt(20);
    wish.budget = row.getBigDecimal(21);
    wish.amountTaken = row.getBigDecimal(22);
    wish.funding = row.getBigDecimal(23);
    wish.committed = row.getBigDecimal(24);
    wish.spent = row.getBigDecimal(25);
    wish.returned = row.getBigDecimal(26);
    wish.resident = row.getString(27);
    wish.partner = row.getString(28);
    wish.firstClaimedAt = Rows.instant(row, 29);
    wish.lastOccurredAt = Rows.instant(row, 30);
    wish.updatedAt = Rows.instant(row, 31);
    wish.offWall = row.getBoolean(32);
    wish.held = row.getBoolean(33);
    wish.erasedAt = Rows.instant(row, 34);
    wish.sample = row.getBoolean(35);
    return wish;
  }

  /** Writes what claims have changed of wishes whose locks are held. */
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
          row.setBigDecimal(9, wish.amountTaken);
          row.setBigDecimal(10, wish.funding);
          row.setBigDecimal(11, wish.committed);
          row.setBigDecimal(12, wish.spent);
          row.setBigDecimal(13, wish.returned);
          row.setObject(14, Rows.utc(wish.firstClaimedAt));
          row.setObject(15, Rows.utc(wish.lastOccurredAt));
          row.setObject(16, Rows.utc(wish.updatedAt));
        });
  }
}
