package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Rows;
import org.microwish.platform.sql.Transactions;

/**
 * The history of published checkpoints, whole and only ever appended to, with the keys that signed
 * and the witnesses that cosigned.
 */
@ApplicationScoped
class Checkpoints {

  private static final String COLUMNS = "seq, origin, size, root, note, published_at";

  /** As many as are published in a minute. */
  private static final int LOOK_BACK = 60;

  /**
   * One published checkpoint.
   *
   * @param seq its number in the history, from 1
   * @param note the signed note, without witnesses
   */
  record Published(long seq, String origin, TreeHead head, String note, Instant publishedAt) {}

  private final Queries queries;
  private final Time time;

  Checkpoints(Queries queries, Time time) {
    this.queries = queries;
    this.time = time;
  }

  /** The tree as the sequencers have it. */
  TreeHead head() {
    return queries
        .first(
            "SELECT size, root FROM ledger_head WHERE log_id = 1",
            row -> new TreeHead(row.getLong("size"), Hash.of(row.getBytes("root"))))
        .orElseThrow(() -> new LedgerDamagedException("the head's row is missing"));
  }

  /** The newest checkpoint of an origin. */
  Optional<Published> latest(String origin) {
    return queries.first(
        "SELECT " + COLUMNS + " FROM ledger_checkpoint WHERE origin = ? ORDER BY seq DESC LIMIT 1",
        Checkpoints::read,
        origin);
  }

  /** The first checkpoint published since then. */
  Optional<Published> firstSince(String origin, Instant since) {
    // Numbers are in the order of time, and at most one is published a second.
    return latest(origin).stream()
        .flatMap(last -> after(last.seq() - LOOK_BACK, LOOK_BACK).stream())
        .filter(published -> published.origin().equals(origin))
        .filter(published -> !published.publishedAt().isBefore(since))
        .findFirst();
  }

  /** The first checkpoint of exactly that tree. */
  Optional<Published> find(Checkpoint checkpoint) {
    return queries.first(
        "SELECT "
            + COLUMNS
            + " FROM ledger_checkpoint WHERE origin = ? AND size = ? AND root = ?"
            + " ORDER BY seq LIMIT 1",
        Checkpoints::read,
        checkpoint.origin(),
        checkpoint.size(),
        checkpoint.root().bytes());
  }

  /** Checkpoints after a number of the history, oldest first. */
  List<Published> after(long seq, int limit) {
    return queries.list(
        "SELECT " + COLUMNS + " FROM ledger_checkpoint WHERE seq > ? ORDER BY seq LIMIT ?",
        Checkpoints::read,
        seq,
        limit);
  }

  /**
   * Adds a checkpoint after the one that was the last when it was decided on.
   *
   * @return false when another publisher was faster
   */
  boolean append(long seq, Checkpoint checkpoint, SignedNote note) {
    try {
      queries.update(
          "INSERT INTO ledger_checkpoint (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?)",
          seq,
          checkpoint.origin(),
          checkpoint.size(),
          checkpoint.root().bytes(),
          note.note().getBytes(StandardCharsets.UTF_8),
          time.now());
      return true;
    } catch (IllegalStateException refused) {
      if (Transactions.isDuplicate(refused)) {
        return false;
      }
      throw refused;
    }
  }

  /** The last number of the history, whatever the origin; 0 before the first. */
  long lastSeq() {
    return queries
        .first(
            "SELECT COALESCE(MAX(seq), 0) AS seq FROM ledger_checkpoint", row -> row.getLong("seq"))
        .orElseThrow();
  }

  /** The keys an origin ever signed with, oldest first. */
  List<NoteKey> keys(String origin) {
    return queries.list(
        "SELECT vkey FROM ledger_key WHERE origin = ? ORDER BY pinned_at, key_id",
        row -> NoteKey.parse(row.getString("vkey")),
        origin);
  }

  /** Makes a key one of its origin's for ever. */
  void pin(NoteKey key) {
    try {
      queries.update(
          "INSERT INTO ledger_key (origin, key_id, vkey, pinned_at) VALUES (?, ?, ?, ?)",
          key.name(),
          keyId(key.id()),
          key.text(),
          time.now());
    } catch (IllegalStateException refused) {
      if (!Transactions.isDuplicate(refused)) {
        throw refused;
      }
    }
  }

  /**
   * Keeps a cosignature that was verified.
   *
   * @return false when there is one of this key already
   */
  boolean cosign(long seq, SignedNote.Line line) {
    try {
      queries.update(
          "INSERT INTO ledger_cosignature (seq, key_id, line, received_at) VALUES (?, ?, ?, ?)",
          seq,
          keyId(line.keyId()),
          // The column is ASCII; the dash before it is not.
          line.text().strip().substring(2),
          time.now());
      return true;
    } catch (IllegalStateException refused) {
      if (Transactions.isDuplicate(refused)) {
        return false;
      }
      throw refused;
    }
  }

  /** The cosignatures of a checkpoint, in the order of their keys. */
  List<SignedNote.Line> cosignatures(long seq) {
    return queries.list(
        "SELECT line FROM ledger_cosignature WHERE seq = ? ORDER BY key_id",
        row -> SignedNote.Line.parse("\u2014 " + row.getString("line")),
        seq);
  }

  /** The note as it is served: signed, and cosigned as far as witnesses have. */
  SignedNote cosigned(Published checkpoint) {
    return SignedNote.parse(checkpoint.note()).with(cosignatures(checkpoint.seq()));
  }

  private static byte[] keyId(int id) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(id).array();
  }

  /** Reads {@link #COLUMNS}. */
  private static Published read(ResultSet row) throws SQLException {
    return new Published(
        row.getLong(1),
        row.getString(2),
        new TreeHead(row.getLong(3), Hash.of(row.getBytes(4))),
        new String(row.getBytes(5), StandardCharsets.UTF_8),
        Rows.instant(row, 6));
  }
}
