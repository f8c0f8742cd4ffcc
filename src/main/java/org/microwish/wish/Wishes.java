package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.microwish.platform.Rows;
import org.microwish.wish.lifecycle.WishTransition;

/** The wishes. */
@ApplicationScoped
public class Wishes implements PanacheRepositoryBase<Wish, Long> {

  /**
   * Takes the wish's row lock and raises its version, if its state lets the transition begin; for a
   * claim also if a place and enough of the budget are free. The database decides this in one
   * statement, so however many come at once, no more get through than there is room for.
   *
   * @param pledge what a new claim commits
   * @return whether the lock is held
   */
  boolean lock(long id, WishTransition transition, BigDecimal pledge) {
    String states =
        transition.sources().stream()
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", "));
    boolean takes = transition == WishTransition.CLAIM || transition == WishTransition.APPROVE;
    String free =
        takes
            ? " AND claiming_closed = FALSE"
                + " AND (capacity = 'PLACES' AND places_taken < places"
                + " OR capacity = 'AMOUNT' AND amount_taken < budget)"
                + " AND (budget IS NULL OR committed + spent + ?2 <= budget)"
            : "";
    var update =
        getEntityManager()
            .createNativeQuery(
                "UPDATE wish SET version = version + 1 WHERE id = ?1 AND state IN ("
                    + states
                    + ")"
                    + free)
            .setParameter(1, id);
    if (takes) {
      update.setParameter(2, pledge);
    }
    return update.executeUpdate() == 1;
  }

  /**
   * Takes the row locks of several wishes, always in the order of their ids, and reads them. They
   * are the caller's to change and to write: Hibernate does not watch them.
   *
   * @return by id; unknown ids are missing
   */
  public Map<Long, Wish> lockAll(Collection<Long> ids) {
    // Not Hibernate's lock: its "FOR UPDATE OF" is none of MariaDB's words.
    @SuppressWarnings("unchecked")
    List<Wish> rows =
        getEntityManager()
            .createNativeQuery(
                "SELECT * FROM wish WHERE id IN (?1) ORDER BY id FOR UPDATE", Wish.class)
            .setParameter(1, new TreeSet<>(ids))
            .getResultList();
    getEntityManager().clear();
    return byId(rows);
  }

  /** Several wishes by id as they are committed, without their locks; unknown ids are missing. */
  public Map<Long, Wish> readAll(Collection<Long> ids) {
    return byId(list("id in ?1 order by id", new TreeSet<>(ids)));
  }

  private static Map<Long, Wish> byId(List<Wish> rows) {
    return rows.stream().collect(Collectors.toMap(wish -> wish.id, Function.identity()));
  }

  /** Writes what claims have changed of wishes whose locks are held. */
  public void writeClaimed(Collection<Wish> wishes) {
    Rows.update(
        getEntityManager(),
        "UPDATE wish SET version = ?, state = ?, places_taken = ?, pending_claims = ?,"
            + " active_claims = ?, started_claims = ?, delivered_claims = ?, amount_taken = ?,"
            + " funding = ?, committed = ?, spent = ?, returned = ?, first_claimed_at = ?,"
            + " last_occurred_at = ?, updated_at = ? WHERE id = ?",
        wishes,
        (row, wish) -> {
          row.setLong(1, wish.version);
          row.setString(2, wish.state.name());
          row.setInt(3, wish.placesTaken);
          row.setInt(4, wish.pendingClaims);
          row.setInt(5, wish.activeClaims);
          row.setInt(6, wish.startedClaims);
          row.setInt(7, wish.deliveredClaims);
          row.setBigDecimal(8, wish.amountTaken);
          row.setBigDecimal(9, wish.funding);
          row.setBigDecimal(10, wish.committed);
          row.setBigDecimal(11, wish.spent);
          row.setBigDecimal(12, wish.returned);
          row.setObject(13, Rows.utc(wish.firstClaimedAt));
          row.setObject(14, Rows.utc(wish.lastOccurredAt));
          row.setObject(15, Rows.utc(wish.updatedAt));
          row.setLong(16, wish.id);
        });
  }
}
