package org.microwish.platform.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.microwish.platform.Rows;
import org.microwish.platform.Transactions;

/** The rows of idempotency keys, one at a time or many; in the caller's transaction. */
@ApplicationScoped
class KeyRows {

  private final EntityManager entities;

  KeyRows(EntityManager entities) {
    this.entities = entities;
  }

  Optional<Answered> find(IdempotencyRow.Key key) {
    List<IdempotencyRow> rows =
        entities
            .createQuery("from IdempotencyRow where key = ?1", IdempotencyRow.class)
            .setParameter(1, key)
            .getResultList();
    return rows.stream()
        .findFirst()
        .map(row -> new Answered(row.bodyHash, row.status, row.location, row.answer));
  }

  /** Puts the key's row there before the effect, so that a rival waits for the answer. */
  void begin(KeyedCommand command, Instant now) {
    IdempotencyRow.Key key = command.key();
    entities
        .createNativeQuery(
            "INSERT INTO idempotency"
                + " (caller, operation, idem_key, body_hash, status, answer, created_at)"
                + " VALUES (?1, ?2, ?3, ?4, 0, '', ?5)")
        .setParameter(1, key.caller())
        .setParameter(2, key.operation())
        .setParameter(3, key.idemKey())
        .setParameter(4, command.bodyHash())
        .setParameter(5, now)
        .executeUpdate();
  }

  /** Adds the answer to the row. */
  void finish(KeyedCommand command, Answered answered) {
    IdempotencyRow.Key key = command.key();
    entities
        .createNativeQuery(
            "UPDATE idempotency SET status = ?4, location = ?5, answer = ?6"
                + " WHERE caller = ?1 AND operation = ?2 AND idem_key = ?3")
        .setParameter(1, key.caller())
        .setParameter(2, key.operation())
        .setParameter(3, key.idemKey())
        .setParameter(4, answered.status())
        .setParameter(5, answered.location())
        .setParameter(6, answered.body())
        .executeUpdate();
  }

  /** Rows that come whole, with the answer. */
  void write(Map<KeyedCommand, Answered> answers, Instant now) {
    Rows.insert(
        entities,
        "INSERT INTO idempotency"
            + " (caller, operation, idem_key, body_hash, status, location, answer, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        answers.entrySet(),
        (row, entry) -> {
          IdempotencyRow.Key key = entry.getKey().key();
          Answered answered = entry.getValue();
          row.setString(1, key.caller());
          row.setString(2, key.operation());
          row.setString(3, key.idemKey());
          row.setBytes(4, entry.getKey().bodyHash());
          row.setInt(5, answered.status());
          row.setString(6, answered.location());
          // JSON goes as text: bytes would go in hexadecimal digits.
          row.setString(7, new String(answered.body(), StandardCharsets.UTF_8));
          row.setObject(8, Rows.utc(now));
        });
  }

  /** The rows that there are of these commands, all of one operation. */
  Map<KeyedCommand, Answered> find(Collection<KeyedCommand> commands, boolean lock) {
    if (commands.isEmpty()) {
      return Map.of();
    }
    Map<IdempotencyRow.Key, KeyedCommand> byKey = new LinkedHashMap<>();
    commands.forEach(command -> byKey.put(command.key(), command));
    return entities
        .unwrap(Session.class)
        .doReturningWork(connection -> find(connection, byKey, lock));
  }

  private static Map<KeyedCommand, Answered> find(
      Connection connection, Map<IdempotencyRow.Key, KeyedCommand> byKey, boolean lock)
      throws SQLException {
    StringBuilder sql =
        new StringBuilder(
            "SELECT caller, operation, idem_key, body_hash, status, location, answer"
                + " FROM idempotency WHERE operation = ? AND (");
    // Not (a, b) IN (…): MariaDB reads the whole table for that. Filled up like Rows.read's lists.
    List<IdempotencyRow.Key> keys = List.copyOf(byKey.keySet());
    int length = Rows.filled(keys.size());
    for (int i = 0; i < length; i++) {
      sql.append(i == 0 ? "" : " OR ").append("caller = ? AND idem_key = ?");
    }
    sql.append(lock ? ") FOR UPDATE NOWAIT" : ")");
    Map<KeyedCommand, Answered> found = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
      int at = 1;
      select.setString(at++, keys.getFirst().operation());
      for (int i = 0; i < length; i++) {
        IdempotencyRow.Key key = keys.get(Math.min(i, keys.size() - 1));
        select.setString(at++, key.caller());
        select.setString(at++, key.idemKey());
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          IdempotencyRow.Key key =
              new IdempotencyRow.Key(rows.getString(1), rows.getString(2), rows.getString(3));
          found.put(
              byKey.get(key),
              new Answered(rows.getBytes(4), rows.getInt(5), rows.getString(6), rows.getBytes(7)));
        }
      }
    } catch (SQLException busy) {
      if (lock && Transactions.isLockTaken(busy)) {
        throw new KeyBusyException(busy);
      }
      throw busy;
    }
    return found;
  }
}
