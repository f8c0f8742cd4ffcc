package org.microwish.platform.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;

/**
 * Reads and writes the rows of idempotency keys in the caller's transaction, one row or many at a
 * time.
 */
@ApplicationScoped
public class IdempotencyKeys {

  private final EntityManager entities;
  private final IdempotencyQueries queries;

  IdempotencyKeys(EntityManager entities, IdempotencyQueries queries) {
    this.entities = entities;
    this.queries = queries;
  }

  Optional<Answered> find(IdempotencyRow.Key key) {
    return Optional.ofNullable(entities.find(IdempotencyRow.class, key))
        .map(row -> new Answered(row.bodyHash, row.status, row.location, row.answer));
  }

  /**
   * Inserts the row of a key without a response, before the command runs: a concurrent request with
   * the same key then waits at its own insert until this transaction ends.
   */
  void begin(KeyedCommand command, Instant now) {
    IdempotencyRow row = new IdempotencyRow();
    row.key = command.key();
    row.bodyHash = command.bodyHash();
    row.answer = new byte[0];
    row.createdAt = now;
    entities.persist(row);
    entities.flush();
  }

  /** Writes the response of the command into the row of its key. */
  void finish(KeyedCommand command, Answered answered) {
    // Send the command's changes now and not at the commit, so that a violated constraint is
    // noticed while the command can still be refused.
    entities.flush();
    IdempotencyRow.Key key = command.key();
    queries.finish(
        key.caller(),
        key.operation(),
        key.idemKey(),
        (short) answered.status(),
        answered.location(),
        answered.body());
  }

  /** Adds to a round trip the insertion of rows of keys, with the responses of their commands. */
  void write(RoundTrip trip, Map<KeyedCommand, Answered> answers, Instant now) {
    trip.insert(
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
          // Sent as text, because the driver would send bytes as hexadecimal digits, twice as long.
          row.setString(7, new String(answered.body(), StandardCharsets.UTF_8));
          row.setObject(8, Rows.utc(now));
        });
  }

  /** Reads the stored responses of these commands. */
  Map<KeyedCommand, Answered> find(Collection<KeyedCommand> commands, boolean lock) {
    RoundTrip trip = new RoundTrip();
    Pending<Map<KeyedCommand, Answered>> found = find(trip, commands, lock);
    trip.send(entities);
    return found.get();
  }

  /**
   * Adds to a round trip the query for the stored responses of these commands. If {@code lock} is
   * true, locks their rows; sending the round trip throws {@link KeyBusyException} if a lock is not
   * available.
   */
  Pending<Map<KeyedCommand, Answered>> find(
      RoundTrip trip, Collection<KeyedCommand> commands, boolean lock) {
    Map<KeyedCommand, Answered> found = new HashMap<>();
    if (commands.isEmpty()) {
      return trip.pending(found);
    }
    Map<IdempotencyRow.Key, KeyedCommand> byKey = new LinkedHashMap<>();
    commands.forEach(command -> byKey.put(command.key(), command));
    List<IdempotencyRow.Key> keys = Rows.filled(List.copyOf(byKey.keySet()));
    List<Object> values = new ArrayList<>();
    for (IdempotencyRow.Key key : keys) {
      values.add(key.operation());
      values.add(key.caller());
      values.add(key.idemKey());
    }
    trip.read(
        "SELECT caller, operation, idem_key, body_hash, status, location, answer"
            + " FROM idempotency WHERE "
            + Rows.pairs("operation = ? AND caller = ? AND idem_key = ?", keys.size())
            + (lock ? " FOR UPDATE NOWAIT" : ""),
        values,
        row ->
            found.put(
                byKey.get(
                    new IdempotencyRow.Key(row.getString(1), row.getString(2), row.getString(3))),
                new Answered(row.getBytes(4), row.getInt(5), row.getString(6), row.getBytes(7))));
    if (lock) {
      trip.refused(
          why ->
              Transactions.isLockTaken(why)
                  ? Optional.of(new KeyBusyException(why))
                  : Optional.empty());
    }
    return trip.pending(found);
  }

  /**
   * Deletes at most 1,000 rows of keys that were created before this time. Must be called in a
   * transaction.
   */
  public void forget(Instant before) {
    queries.forget(before);
  }
}
