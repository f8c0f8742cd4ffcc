package org.microwish.suites.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.microwish.platform.Id;

/**
 * Control (a): a claim as raw JDBC. One transaction with the statements that the service sends for
 * a claim without concurrent requests: the reads that its decision needs, once each, and all rows
 * it writes, with contents of the same size. The service's other work is left out (HTTP, tokens,
 * JSON, rules, hashes, sequencing, statistics).
 */
final class RawClaims {

  /** The statements in the order of sending; COMMIT follows. */
  enum Sql {
    FIND_KEY(
        "SELECT body_hash, status, location, answer FROM idempotency"
            + " WHERE caller = ? AND operation = ? AND idem_key = ?"),
    INSERT_KEY(
        "INSERT INTO idempotency (caller, operation, idem_key, body_hash, status, answer,"
            + " created_at) VALUES (?, ?, ?, ?, 0, '', ?)"),
    MEMBER("SELECT state, organisation_id, division_path, account FROM member WHERE id = ?"),
    ORGANISATION("SELECT state, parent_id, division_path FROM organisation WHERE id = ?"),
    LOCK(
        "UPDATE wish SET version = version + 1 WHERE id = ? AND state IN ('OPEN')"
            + " AND claiming_closed = FALSE AND (capacity = 'PLACES' AND places_taken < places"
            + " OR capacity = 'AMOUNT' AND amount_taken < budget)"
            + " AND (budget IS NULL OR committed + spent + ? <= budget)"),
    WISH("SELECT * FROM wish WHERE id = ?"),
    CHECK_INS(
        "SELECT division_path FROM check_in"
            + " WHERE subject_type = 'MEMBER' AND subject_id = ? AND live_key IS NOT NULL"),
    LIVE("SELECT COUNT(*) FROM claim WHERE live_key = ?"),
    QUOTA(
        "UPDATE claim_quota SET live_claims = live_claims + 1"
            + " WHERE claimant_type = 'MEMBER' AND claimant_id = ? AND live_claims < ?"),
    LAPSED(
        "SELECT COUNT(*) FROM claim WHERE wish_id = ? AND claimant_type = 'MEMBER'"
            + " AND claimant_id = ? AND state = 'LAPSED' AND ended_at > ?"
            + " AND activated_at IS NOT NULL"),
    INSERT_CLAIM(
        "INSERT INTO claim (id, wish_id, round, state, live_key, claimant_type, claimant_id,"
            + " organisation_id, claimed_by, participants, pledge, committed, spent, returned,"
            + " claimed_at, activated_at, redo_count, contact_by, complete_by, extensions, overdue,"
            + " next_check_at) VALUES (?, ?, 1, 'ACTIVE', ?, 'MEMBER', ?, ?, ?, 1, 0, 0, 0, 0, ?,"
            + " ?, 0, ?, ?, 0, FALSE, ?)"),
    INSERT_PARTICIPANT(
        "INSERT INTO claim_participant (claim_id, member_id, organisation_id, added_at)"
            + " VALUES (?, ?, ?, ?)"),
    UPDATE_WISH(
        "UPDATE wish SET active_claims = active_claims + 1, first_claimed_at = ?,"
            + " last_occurred_at = ?, places_taken = places_taken + 1, state = ?, updated_at = ?"
            + " WHERE id = ?"),
    PSEUDONYM(
        "SELECT subject_key, pseudonym FROM vault_pseudonym"
            + " WHERE subject_type = 'MEMBER' AND scope = 0 AND subject_key IN (?)"),
    INSERT_ENTRY(
        "INSERT INTO ledger_entry (entry_id, entry_type, aggregate_type, aggregate_id,"
            + " aggregate_version, division_path, organisation_id, occurred_at, recorded_at,"
            + " payload, leaf_hash) VALUES (?, 'CLAIM_REQUESTED', 'WISH', ?, ?, ?, ?, ?, ?, ?, ?)"),
    INSERT_QUEUE("INSERT INTO ledger_queue (qid, entry_id) VALUES (?, ?)"),
    UPDATE_KEY(
        "UPDATE idempotency SET status = 201, location = ?, answer = ?"
            + " WHERE caller = ? AND operation = ? AND idem_key = ?");

    private final String text;

    Sql(String text) {
      this.text = text;
    }
  }

  private static final byte[] HASH = new byte[32];
  private static final String OPERATION = "claimWish";

  private final Seed seed;
  private final List<Long> members;
  private final byte[] leaf;
  private final byte[] answer;
  private final AtomicLong ids = new AtomicLong();

  /**
   * Prepares the rows that the claims need.
   *
   * @param seed the schema for these claims, which the service does not use
   * @param leaf payload of each ledger entry
   * @param answer stored answer of each idempotency row
   */
  RawClaims(Seed seed, List<Long> members, byte[] leaf, byte[] answer) {
    this.seed = seed;
    this.members = members;
    this.leaf = leaf;
    this.answer = answer;
    // Members get the rows of earlier claimants, because the service's members have them after the
    // warm-up.
    seed.execute(
        "INSERT INTO claim_quota SELECT 'MEMBER', id, 0 FROM member",
        "INSERT INTO vault_pseudonym SELECT SUBSTRING(SHA2(id, 256), 1, 26), 'MEMBER', id, 0 FROM"
            + " member");
  }

  /** Returns the conditional update of a full wish as work. */
  static Controls.Work losing(long wish) {
    return connection -> {
      PreparedStatement lock = connection.prepareStatement(Sql.LOCK.text);
      return () -> {
        lock.setLong(1, wish);
        lock.setInt(2, 0);
        if (lock.executeUpdate() != 0) {
          throw new IllegalStateException("wish " + wish + " has a place");
        }
      };
    };
  }

  /** Returns all statements, for the report. */
  static List<String> statements() {
    List<String> all = new ArrayList<>();
    for (Sql sql : Sql.values()) {
      all.add(sql.text);
    }
    all.add("COMMIT");
    return all;
  }

  /** Returns the number of claims. */
  long count() {
    return seed.number("SELECT COUNT(*) FROM claim");
  }

  /**
   * Returns work that claims the next wish for the next member.
   *
   * @param places places of each wish; with one place, a claim makes the wish CLAIMED
   * @param reads whether to also read what the decision needs; otherwise it only writes
   */
  Controls.Work claims(LongSupplier wishes, int places, boolean reads) {
    return connection -> {
      connection.setAutoCommit(false);
      Transaction transaction = new Transaction(connection, places, reads);
      return () -> transaction.claim(wishes.getAsLong());
    };
  }

  /** Makes claims on one connection, with its prepared statements. */
  private final class Transaction {
    private final Connection connection;
    private final Map<Sql, PreparedStatement> prepared = new EnumMap<>(Sql.class);
    private final boolean reads;
    private final String state;
    private final long organisation =
        seed.number("SELECT organisation_id FROM member ORDER BY id DESC LIMIT 1");

    Transaction(Connection connection, int places, boolean reads) throws SQLException {
      this.connection = connection;
      this.reads = reads;
      this.state = places == 1 ? "CLAIMED" : "OPEN";
      for (Sql sql : Sql.values()) {
        prepared.put(sql, connection.prepareStatement(sql.text));
      }
    }

    private PreparedStatement with(Sql sql, Object... values) throws SQLException {
      PreparedStatement statement = prepared.get(sql);
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    }

    private int write(Sql sql, Object... values) throws SQLException {
      return with(sql, values).executeUpdate();
    }

    private void read(Sql sql, Object... values) throws SQLException {
      if (!reads) {
        return;
      }
      try (ResultSet rows = with(sql, values).executeQuery()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int i = 1; i <= columns; i++) {
            rows.getBytes(i);
          }
        }
      }
    }

    void claim(long wish) throws SQLException {
      long id = ids.incrementAndGet();
      long member = members.get((int) (id % members.size()));
      String caller = "member-" + member;
      String key = "bench000-0000-4000-8000-%012d".formatted(id);
      String liveKey = Id.text(wish) + ":MEMBER:" + Id.text(member);
      LocalDateTime now = LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC);
      LocalDateTime week = now.plusDays(7);
      read(Sql.FIND_KEY, caller, OPERATION, key);
      write(Sql.INSERT_KEY, caller, OPERATION, key, HASH, now);
      read(Sql.MEMBER, member);
      read(Sql.ORGANISATION, organisation);
      if (write(Sql.LOCK, wish, 0) != 1) {
        throw new IllegalStateException("wish " + wish + " is taken");
      }
      read(Sql.WISH, wish);
      read(Sql.CHECK_INS, member);
      read(Sql.LIVE, liveKey);
      if (write(Sql.QUOTA, member, Integer.MAX_VALUE) != 1) {
        throw new IllegalStateException("no quota of " + member);
      }
      read(Sql.LAPSED, wish, member, now.minusDays(7));
      write(
          Sql.INSERT_CLAIM,
          id,
          wish,
          liveKey,
          member,
          organisation,
          caller,
          now,
          now,
          week,
          now.plusDays(30),
          week);
      write(Sql.INSERT_PARTICIPANT, id, member, organisation, now);
      write(Sql.UPDATE_WISH, now, now, state, now, wish);
      read(Sql.PSEUDONYM, String.valueOf(member));
      write(
          Sql.INSERT_ENTRY,
          id,
          // Each aggregate has one entry, so the entry's id serves as a unique wish id.
          Id.text(id),
          1,
          "440199001001",
          organisation,
          now,
          now,
          leaf,
          HASH);
      write(Sql.INSERT_QUEUE, id, id);
      write(Sql.UPDATE_KEY, "/claims/" + Id.text(id), answer, caller, OPERATION, key);
      connection.commit();
    }
  }
}
