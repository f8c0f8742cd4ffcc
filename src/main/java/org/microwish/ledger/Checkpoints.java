package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;

/**
 * The history of published checkpoints, whole and only ever appended to, with the keys that signed
 * and the witnesses that cosigned.
 */
@ApplicationScoped
class Checkpoints {

  /** As many as are published in a minute. */
  private static final int LOOK_BACK = 60;

  /**
   * One published checkpoint.
   *
   * @param seq its number in the history, from 1
   * @param note the signed note, without witnesses
   */
  record Published(long seq, String origin, TreeHead head, String note, Instant publishedAt) {}

  private record Head(long size, byte[] root) {}

  private record Row(
      long seq, String origin, long size, byte[] root, byte[] note, Instant publishedAt) {
    Published published() {
      return new Published(
          seq,
          origin,
          new TreeHead(size, Hash.of(root)),
          new String(note, StandardCharsets.UTF_8),
          publishedAt);
    }
  }

  private final Queries queries;
  private final Time time;

  Checkpoints(Queries queries, Time time) {
    this.queries = queries;
    this.time = time;
  }

  /** The tree as the sequencers have it. */
  TreeHead head() {
    return queries
        .first(Head.class, "SELECT size, root FROM ledger_head WHERE log_id = 1", Map.of())
        .map(head -> new TreeHead(head.size(), Hash.of(head.root())))
        .orElseThrow(() -> new LedgerDamagedException("the head's row is missing"));
  }

  /** The newest checkpoint of an origin. */
  Optional<Published> latest(String origin) {
    return read(" WHERE origin = :origin ORDER BY seq DESC LIMIT 1", Map.of("origin", origin))
        .stream()
        .findFirst();
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
    return read(
            " WHERE origin = :origin AND size = :size AND root = :root ORDER BY seq LIMIT 1",
            Map.of(
                "origin", checkpoint.origin(),
                "size", checkpoint.size(),
                "root", checkpoint.root().bytes()))
        .stream()
        .findFirst();
  }

  /** Checkpoints after a number of the history, oldest first. */
  List<Published> after(long seq, int limit) {
    return read(" WHERE seq > :seq ORDER BY seq LIMIT :limit", Map.of("seq", seq, "limit", limit));
  }

  /**
   * Adds a checkpoint after the one that was the last when it was decided on.
   *
   * @return false when another publisher was faster
   */
  boolean append(long seq, Checkpoint checkpoint, SignedNote note) {
    try {
      queries.update(
          """
          INSERT INTO ledger_checkpoint (seq, origin, size, root, note, published_at)
          VALUES (:seq, :origin, :size, :root, :note, :now)
          """,
          Map.of(
              "seq", seq,
              "origin", checkpoint.origin(),
              "size", checkpoint.size(),
              "root", checkpoint.root().bytes(),
              "note", note.note().getBytes(StandardCharsets.UTF_8),
              "now", time.now()));
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
        .first(Long.class, "SELECT COALESCE(MAX(seq), 0) FROM ledger_checkpoint", Map.of())
        .orElseThrow();
  }

  /** The keys an origin ever signed with, oldest first. */
  List<NoteKey> keys(String origin) {
    return queries
        .list(
            String.class,
            "SELECT vkey FROM ledger_key WHERE origin = :origin ORDER BY pinned_at, key_id",
            Map.of("origin", origin))
        .stream()
        .map(NoteKey::parse)
        .toList();
  }

  /** Makes a key one of its origin's for ever. */
  void pin(NoteKey key) {
    try {
      queries.update(
          """
          INSERT INTO ledger_key (origin, key_id, vkey, pinned_at)
          VALUES (:origin, :id, :text, :now)
          """,
          Map.of(
              "origin", key.name(), "id", keyId(key.id()), "text", key.text(), "now", time.now()));
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
          """
          INSERT INTO ledger_cosignature (seq, key_id, line, received_at)
          VALUES (:seq, :id, :line, :now)
          """,
          Map.of(
              "seq", seq,
              "id", keyId(line.keyId()),
              // The column is ASCII; the dash before it is not.
              "line", line.text().strip().substring(2),
              "now", time.now()));
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
    return queries
        .list(
            String.class,
            "SELECT line FROM ledger_cosignature WHERE seq = :seq ORDER BY key_id",
            Map.of("seq", seq))
        .stream()
        .map(line -> SignedNote.Line.parse("\u2014 " + line))
        .toList();
  }

  /** The note as it is served: signed, and cosigned as far as witnesses have. */
  SignedNote cosigned(Published checkpoint) {
    return SignedNote.parse(checkpoint.note()).with(cosignatures(checkpoint.seq()));
  }

  private static byte[] keyId(int id) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(id).array();
  }

  private List<Published> read(String where, Map<String, ?> parameters) {
    return queries
        .list(
            Row.class,
            "SELECT seq, origin, size, root, note, published_at FROM ledger_checkpoint" + where,
            parameters)
        .stream()
        .map(Row::published)
        .toList();
  }
}
