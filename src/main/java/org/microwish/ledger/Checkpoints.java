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
 * Stores all published checkpoints, append-only, with the log's keys and the witnesses'
 * cosignatures.
 */
@ApplicationScoped
class Checkpoints {

  /**
   * How many checkpoints {@link #firstSince} searches: those of a minute, at the default interval
   * of a second.
   */
  private static final int LOOK_BACK = 60;

  /** Checkpoints in which a witness's last cosignature is looked for. */
  private static final int FAR_BACK = 1000;

  /**
   * One published checkpoint.
   *
   * @param seq its number in the history, from 1
   * @param note the signed note, without cosignatures
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

  /** The current tree head, as the sequencers last committed it. */
  TreeHead head() {
    return queries
        .first(Head.class, "SELECT size, root FROM ledger_head WHERE log_id = 1", Map.of())
        .map(head -> new TreeHead(head.size(), Hash.of(head.root())))
        .orElseThrow(() -> new LedgerDamagedException("the row of ledger_head is missing"));
  }

  /** The newest checkpoint of an origin. */
  Optional<Published> latest(String origin) {
    return read(" WHERE origin = :origin ORDER BY seq DESC LIMIT 1", Map.of("origin", origin))
        .stream()
        .findFirst();
  }

  /** The first checkpoint published at or after a time, among the last 60 of the history. */
  Optional<Published> firstSince(String origin, Instant since) {
    // Numbers follow publication time.
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
   * Appends a checkpoint.
   *
   * @param seq the number after the last one that the caller has seen
   * @return false when another publisher has taken the number
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

  /** The last number of the history, over all origins; 0 before the first. */
  long lastSeq() {
    return queries
        .first(Long.class, "SELECT COALESCE(MAX(seq), 0) FROM ledger_checkpoint", Map.of())
        .orElseThrow();
  }

  /** All keys ever pinned for an origin, oldest first. */
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

  /** Records a key of its origin permanently; does nothing if it is recorded already. */
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

  /** Whether a line is a valid cosignature of a checkpoint's text, and its time is not to come. */
  boolean isCosignature(SignedNote.Line line, NoteKey key, String text) {
    return line.isGood(key, text) && !line.isFromTheFuture(time.now());
  }

  /**
   * Stores a cosignature, which the caller must have verified.
   *
   * @return false when a cosignature by this key is already stored
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
              // Without the dash at the beginning: the column is ASCII.
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

  /**
   * When the first checkpoint after the last one that a witness cosigned was published: since then
   * the witness is late. Looks at no more than the last 1000 checkpoints, so the time may be later
   * than that. Empty when the witness cosigned the newest one.
   */
  Optional<Instant> waitingSince(String origin, NoteKey witness) {
    long oldest = lastSeq() - FAR_BACK;
    long cosigned =
        queries
            .first(
                Long.class,
                """
                SELECT COALESCE(MAX(seq), :oldest) FROM ledger_cosignature
                WHERE key_id = :id AND seq > :oldest
                """,
                Map.of("id", keyId(witness.id()), "oldest", oldest))
            .orElse(oldest);
    return read(
            " WHERE origin = :origin AND seq > :seq ORDER BY seq LIMIT 1",
            Map.of("origin", origin, "seq", cosigned))
        .stream()
        .findFirst()
        .map(Published::publishedAt);
  }

  /** The note as served: with the log's signatures and the cosignatures received so far. */
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
