package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;

/** How far the load is, and what became of the plan's rows; see the migration. */
@ApplicationScoped
class LoadState {

  /** What a load finds. */
  enum Found {
    /** Nothing: the load may begin, and its row is there now. */
    BEGUN,
    /** A load of this plan that is not at its end. */
    UNFINISHED,
    /** A load that reached its end. */
    FINISHED,
    /** An unfinished load of another plan. */
    OTHER_PLAN,
    /** Data that no load has written. */
    OTHER_DATA
  }

  /** Tables that are empty before the first load. */
  private static final List<String> TABLES =
      List.of("division", "organisation", "member", "check_in", "wish", "subcategory");

  private final EntityManager entities;
  private final Transactions transactions;
  private final Time time;

  LoadState(EntityManager entities, Transactions transactions, Time time) {
    this.entities = entities;
    this.transactions = transactions;
    this.time = time;
  }

  /** Looks, and begins where nothing is there. */
  Found begin(String plan, int total) {
    try {
      return transactions.call(() -> look(plan, total));
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        // Another instance began between our look and our row.
        return transactions.call(() -> look(plan, total));
      }
      throw thrown;
    }
  }

  private Found look(String plan, int total) {
    List<?> rows =
        entities
            .createNativeQuery("SELECT plan, finished_at FROM sample_load WHERE id = 1")
            .getResultList();
    if (!rows.isEmpty()) {
      Object[] row = (Object[]) rows.getFirst();
      if (row[1] != null) {
        return Found.FINISHED;
      }
      return row[0].equals(plan) ? Found.UNFINISHED : Found.OTHER_PLAN;
    }
    for (String table : TABLES) {
      if (!entities
          .createNativeQuery("SELECT 1 FROM " + table + " LIMIT 1")
          .getResultList()
          .isEmpty()) {
        return Found.OTHER_DATA;
      }
    }
    entities
        .createNativeQuery(
            "INSERT INTO sample_load (id, plan, done, total, started_at, updated_at)"
                + " VALUES (1, ?1, 0, ?2, ?3, ?3)")
        .setParameter(1, plan)
        .setParameter(2, total)
        .setParameter(3, time.now())
        .executeUpdate();
    return Found.BEGUN;
  }

  /** Batches that are done, as committed by now. */
  int done() {
    return transactions.call(() -> number("SELECT done FROM sample_load WHERE id = 1"));
  }

  /** The same, under a lock that the caller's transaction holds to its end. */
  int lock() {
    return number("SELECT done FROM sample_load WHERE id = 1 FOR UPDATE");
  }

  private int number(String query) {
    return ((Number) entities.createNativeQuery(query).getSingleResult()).intValue();
  }

  /** Counts the batches done, in the caller's transaction, with what became of the last's rows. */
  void advance(int done, Map<String, Long> rows) {
    // Each native statement looks through all that the session holds; let go of it.
    entities.flush();
    entities.clear();
    Rows.insert(
        entities,
        "INSERT INTO sample_row (row_key, id) VALUES (?, ?)",
        rows.entrySet(),
        (insert, row) -> {
          insert.setString(1, row.getKey());
          insert.setLong(2, row.getValue());
        });
    entities
        .createNativeQuery(
            "UPDATE sample_load SET done = ?2, updated_at = ?1,"
                + " finished_at = CASE WHEN total = ?2 THEN ?1 ELSE NULL END WHERE id = 1")
        .setParameter(1, time.now())
        .setParameter(2, done)
        .executeUpdate();
  }

  /** The ids of rows on record, by plan key. */
  Map<String, Long> ids(Collection<String> keys) {
    Map<String, Long> ids = new HashMap<>();
    for (List<String> chunk : Rows.chunks(keys)) {
      for (Object row :
          entities
              .createNativeQuery("SELECT row_key, id FROM sample_row WHERE row_key IN (?1)")
              .setParameter(1, chunk)
              .getResultList()) {
        Object[] columns = (Object[]) row;
        ids.put((String) columns[0], ((Number) columns[1]).longValue());
      }
    }
    return ids;
  }
}
