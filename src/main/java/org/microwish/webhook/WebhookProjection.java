package org.microwish.webhook;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.change.ChangeFilter;
import org.microwish.change.Changes;
import org.microwish.change.Recorded;
import org.microwish.ledger.LedgerCursor;
import org.microwish.ledger.LedgerCursor.Place;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.JdbcQuery;
import org.microwish.platform.sql.JdbcTransaction;
import org.microwish.platform.sql.Transactions;

/**
 * Follows the ledger and writes the deliveries of all webhooks. Each step processes the next leaves
 * in one transaction: moves the cursor by compare-and-set, and adds a delivery for each change and
 * webhook. So a crash neither loses nor duplicates deliveries, and any number of instances may run
 * steps at the same time. A command that creates a webhook or changes its filter locks the cursor,
 * so that every leaf is processed with either the old or the new settings.
 */
@Singleton
final class WebhookProjection {

  private static final LedgerCursor CURSOR = new LedgerCursor("webhooks");

  /** Maximum number of leaves per step. */
  private static final int BATCH = 500;

  /**
   * SQL condition: the client {@code c} may still see changes. In the pattern, {@code _} stands for
   * the colon of the scope {@code wishes:read}, because a colon would begin a parameter.
   */
  static final String MAY_SEE =
      """
       c.state = 'ACTIVE' AND CONCAT(' ', c.scopes, ' ') LIKE '% wishes_read %'
        AND (c.organisation_id IS NULL OR EXISTS (SELECT 1 FROM organisation o
          WHERE o.id = c.organisation_id AND o.state = 'ACTIVE'))
      """;

  /**
   * A webhook that collects changes, with the columns of its client that decide what it may see.
   */
  record Subscriber(
      long id,
      long clientId,
      Role role,
      Long clientOrganisationId,
      String clientDivision,
      String types,
      String divisionPath,
      Long organisationId,
      long fromLeaf) {

    private Caller caller() {
      return new Caller(Id.text(clientId), role, null, clientOrganisationId, clientDivision);
    }

    /** Returns those of the entries that are sent to this webhook. */
    List<Recorded> wanted(List<Recorded> entries) {
      ChangeFilter filter = Webhook.filter(types, divisionPath, organisationId);
      Caller caller = caller();
      return entries.stream()
          .filter(entry -> entry.leafIndex() >= fromLeaf)
          .filter(entry -> entry.matches(filter) && entry.isVisibleTo(caller))
          .toList();
    }
  }

  /** A new row of a delivery. */
  record Row(
      long id, long webhookId, long leafIndex, long entryId, EntryType entryType, Instant now) {}

  private final DataSource database;
  private final Ids ids;
  private final Time time;

  WebhookProjection(DataSource database, Ids ids, Time time) {
    this.database = database;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Processes all new leaves; stops early if another instance moves the cursor.
   *
   * @return whether there are new deliveries
   */
  boolean catchUp() throws SQLException {
    boolean added = false;
    while (true) {
      int rows = step();
      if (rows < 0) {
        return added;
      }
      added |= rows > 0;
    }
  }

  /** Returns the number of leaves that are not processed yet. */
  long lag() throws SQLException {
    try (Connection connection = database.getConnection()) {
      Place place = CURSOR.place(connection);
      return place.size() - place.position();
    }
  }

  /**
   * Processes the next leaves. Returns the number of new deliveries; -1 if no leaf is left, or if
   * another instance has moved the cursor.
   */
  private int step() throws SQLException {
    try {
      return JdbcTransaction.call(
          database,
          connection -> {
            Place place = CURSOR.place(connection);
            if (place.position() >= place.size()) {
              return -1;
            }
            boolean any = !subscribers(connection, null).isEmpty();
            long to = any ? Math.min(place.size(), place.position() + BATCH) : place.size();
            if (!CURSOR.move(connection, place.position(), to, time.now())) {
              return -1;
            }
            // Read under the lock of the cursor: a webhook that is created from now on gets later
            // leaves.
            List<Subscriber> subscribers = subscribers(connection, null);
            if (!any && !subscribers.isEmpty()) {
              // The first webhook was created after this step had begun. Roll back; the next step
              // takes at most BATCH leaves.
              connection.rollback();
              return 0;
            }
            return subscribers.isEmpty()
                ? 0
                : add(connection, subscribers, Changes.read(connection, place.position(), to));
          });
    } catch (SQLException | RuntimeException failed) {
      if (Transactions.isRepeatable(failed)) {
        return -1;
      }
      throw failed;
    }
  }

  private int add(Connection connection, List<Subscriber> subscribers, List<Recorded> entries)
      throws SQLException {
    Instant now = time.now();
    List<Row> rows = new ArrayList<>();
    for (Subscriber subscriber : subscribers) {
      for (Recorded entry : subscriber.wanted(entries)) {
        rows.add(row(subscriber.id(), entry, now));
      }
    }
    Bulk.run(
        connection,
        """
        INSERT INTO webhook_delivery (id, webhook_id, leaf_index, entry_id, entry_type, state,
          attempts, next_at, created_at)
        VALUES (:id, :webhookId, :leafIndex, :entryId, :entryType, 'WAITING', 0, :now, :now)
        ON DUPLICATE KEY UPDATE leaf_index = VALUES(leaf_index)
        """,
        rows);
    return rows.size();
  }

  private Row row(long webhook, Recorded entry, Instant now) {
    return new Row(ids.next(), webhook, entry.leafIndex(), entry.entryId(), entry.type(), now);
  }

  /**
   * Adds deliveries of past changes to a webhook, in the running transaction. If the change has a
   * delivery already, makes that delivery due again.
   *
   * @return the number of deliveries that are due now
   */
  int repeat(Connection connection, long webhook, List<Recorded> entries) throws SQLException {
    Instant now = time.now();
    List<Row> rows = new ArrayList<>();
    for (Subscriber subscriber : subscribers(connection, webhook)) {
      for (Recorded entry : subscriber.wanted(entries)) {
        rows.add(row(webhook, entry, now));
      }
    }
    Bulk.run(
        connection,
        """
        INSERT INTO webhook_delivery (id, webhook_id, leaf_index, entry_id, entry_type, state,
          attempts, next_at, created_at)
        VALUES (:id, :webhookId, :leafIndex, :entryId, :entryType, 'WAITING', 0, :now, :now)
        ON DUPLICATE KEY UPDATE state = VALUES(state), attempts = 0, next_at = VALUES(next_at),
          ended_at = NULL, created_at = VALUES(created_at)
        """,
        rows);
    return rows.size();
  }

  /**
   * Returns the webhooks that collect changes.
   *
   * @param only the id of the only webhook to return, which then also gets leaves before its first
   *     leaf; null for all webhooks
   */
  private static List<Subscriber> subscribers(Connection connection, Long only)
      throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT w.id, w.client_id, c.role, c.organisation_id, c.division_path, w.types,
              w.division_path, w.organisation_id, CASE WHEN :only IS NULL THEN w.from_leaf ELSE 0 END
            FROM webhook w JOIN client c ON c.id = w.client_id
            WHERE w.state IN ('ACTIVE', 'PAUSED') AND (:only IS NULL OR w.id = :only) AND
            """
                + MAY_SEE)
        .set("only", only)
        .list(Subscriber.class);
  }
}
