package org.microwish.wish.wall;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.microwish.party.DivisionCode;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.WishState;

/**
 * Measures how many rows the database reads for a page of the wall. The filters select a few
 * wishes, which are the oldest of thousands. With every filter, the database must read only about
 * as many rows as the page shows, and not the thousands of newer rows. The test counts rows because
 * times say little on a small table.
 */
@Tag("database")
@QuarkusTest
class WallPageTest {

  private static final int MANY = 4_096;
  private static final int RARE = 64;

  /**
   * Maximum number of rows that the database may read for a page: more than the page shows, but far
   * fewer than {@link #MANY}.
   */
  private static final long MOST_ROWS = 150;

  private static final String GRID = Street.NEIGHBOUR + "G01";

  @Inject Wall wall;
  @Inject Transactions transactions;
  @Inject EntityManager entities;

  private final Street street = Street.here();

  @BeforeEach
  void wishes() {
    street.update(
        "INSERT INTO wish (id, version, kind, state, round, channel, category, division_path,"
            + " claim_policy, capacity, places, needs_approval, claimable_by, claimable_from,"
            + " claiming_closed, places_taken, pending_claims, active_claims, started_claims,"
            + " delivered_claims, funding, amount_taken, committed, spent, returned, created_by,"
            + " created_at, updated_at, last_occurred_at, sample) WITH RECURSIVE digit (d) AS"
            + " (SELECT 0 UNION ALL SELECT d + 1 FROM digit WHERE d < 15) SELECT"
            + " a.d + 16 * b.d + 256 * c.d + 1, 0, 'WISH', 'OPEN', 1, 'GRID_WORKER', 'GOODS', ?,"
            + " 'EXCLUSIVE', 'PLACES', 1, FALSE, 'BOTH', 'ANYWHERE', FALSE, 0, 0, 0, 0, 0, 0, 0,"
            + " 0, 0, 0, 'wall', '2026-01-01', '2026-01-01', '2026-01-01', FALSE"
            + " FROM digit a, digit b, digit c",
        Street.COMMUNITY);
    street.update(
        "UPDATE wish SET state = 'ARCHIVED', category = 'PUBLIC_GOOD', division_path = ?"
            + " WHERE created_by = 'wall' AND id <= ?",
        GRID,
        RARE);
    // Without this, the optimiser uses the statistics of an empty table.
    street.column("ANALYZE TABLE wish");
  }

  @AfterEach
  void none() {
    street.update("DELETE FROM wish WHERE created_by = 'wall'");
  }

  @ParameterizedTest
  @CsvSource({
    ",,",
    "ARCHIVED,,",
    ",PUBLIC_GOOD,",
    ",," + Street.COMMUNITY,
    ",," + Street.NEIGHBOUR,
    ",," + GRID,
    ",," + Street.STREET,
    ",," + Street.OTHER_STREET,
    "ARCHIVED,PUBLIC_GOOD,",
    "ARCHIVED,," + Street.NEIGHBOUR,
    "ARCHIVED,," + Street.STREET,
    ",PUBLIC_GOOD," + Street.NEIGHBOUR,
    ",PUBLIC_GOOD," + Street.STREET,
    "OPEN,GOODS," + Street.COMMUNITY,
    "ARCHIVED,PUBLIC_GOOD," + Street.NEIGHBOUR,
    "DRAFT,,",
  })
  void a_page_reads_little_more_than_it_shows(WishState state, Category category, String code) {
    Wall.Query query = query(state, category, code);
    // Starts below the ids of wishes that other tests have left.
    assertThat(rowsRead(query, MANY + 1L)).as("a page").isLessThan(MOST_ROWS);
    assertThat(rowsRead(query, RARE / 2L)).as("a page far down").isLessThan(MOST_ROWS);
  }

  @Test
  void a_division_filter_includes_the_divisions_below() {
    for (String code : List.of(GRID, Street.NEIGHBOUR)) {
      List<Wish> page = page(query(null, Category.PUBLIC_GOOD, code), RARE + 1L);
      assertThat(page).extracting(wish -> wish.id).startsWith((long) RARE, RARE - 1L);
    }
    assertThat(page(query(null, null, Street.COMMUNITY), RARE + 1L)).isEmpty();
    assertThat(page(query(null, null, Street.NEIGHBOUR + "G02"), RARE + 1L)).isEmpty();
    assertThat(page(query(null, null, Street.STREET), RARE + 1L)).hasSize(21);
    assertThat(page(query(null, null, Street.OTHER_STREET), RARE + 1L)).isEmpty();
  }

  @Test
  void a_state_that_is_not_public_shows_nothing() {
    street.update("UPDATE wish SET state = 'DRAFT' WHERE created_by = 'wall' AND id = 1");
    assertThat(page(query(WishState.DRAFT, null, null), MANY + 1L)).isEmpty();
  }

  private static Wall.Query query(WishState state, Category category, String code) {
    return new Wall.Query(
        null,
        null,
        category,
        null,
        state == null ? List.of() : List.of(state),
        code == null ? null : DivisionCode.parse(code).path(),
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        null);
  }

  private List<Wish> page(Wall.Query query, Long before) {
    return transactions.call(() -> read(query, before));
  }

  private List<Wish> read(Wall.Query query, Long before) {
    return wall.listing(null, query)
        .only("w.id < :before", "before", before)
        .list(entities, new PageQuery().fetch());
  }

  /** Returns the number of rows that the server reads from indexes and tables for a page. */
  private long rowsRead(Wall.Query query, Long before) {
    return transactions.call(
        () -> {
          long first = handlerReads();
          // The rows that the status query itself reads.
          long asking = handlerReads() - first;
          long began = handlerReads();
          read(query, before);
          return handlerReads() - began - asking;
        });
  }

  private long handlerReads() {
    List<?> rows =
        entities
            .createNativeQuery("SHOW SESSION STATUS LIKE 'Handler_read%'", Object[].class)
            .getResultList();
    return rows.stream().mapToLong(row -> Long.parseLong((String) ((Object[]) row)[1])).sum();
  }
}
