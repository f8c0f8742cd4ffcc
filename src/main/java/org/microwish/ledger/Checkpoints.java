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
   * How many of the newest checkpoints a search considers: those of about a minute, at the default
   * interval of a second.
   */
  private static final int LOOK_BACK = 60;

  /**
   * How many of the newest checkpoints {@link #waitingSince} searches for a witness's last
   * cosignature.
   */
  private static final int FAR_BACK = 1000;

  /**
   * One published checkpoint.
   *
   * @param seq the checkpoint's number in the history of all origins, from 1
   * @param note the note with the log's signatures, without cosignatures
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

  /** Reads the tree head that a sequencer committed last. */
  TreeHead head() {
    return queries
        .first(Head.class, "SELECT size, root FROM ledger_head WHERE log_id = 1", Map.of())
        .map(head -> new TreeHead(head.size(), Hash.of(head.root())))
        .orElseThrow(() -> new LedgerDamagedException("the row of ledger_head is missing"));
  }

  /** Reads the newest checkpoint of an origin; empty if there is none. */
  Optional<Published> latest(String origin) {
    return read(" WHERE origin = :origin ORDER BY seq DESC LIMIT 1", Map.of("origin", origin))
        .stream()
        .findFirst();
  }

  /**
   * Finds the first checkpoint of an origin that was published at or after {@code since}, among the
   * last {@link #LOOK_BACK} checkpoints of all origins.
   */
  Optional<Published> firstSince(String origin, Instant since) {
    // Checkpoints are numbered in the order of their publication.
    return latest(origin).stream()
        .flatMap(last -> after(last.seq() - LOOK_BACK, LOOK_BACK).stream())
        .filter(published -> published.origin().equals(origin))
        .filter(published -> !published.publishedAt().isBefore(since))
        .findFirst();
  }

  /** Finds the first published checkpoint with the same origin, size and root. */
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

  /** Reads checkpoints with numbers above {@code seq}, of all origins, oldest first. */
  List<Published> after(long seq, int limit) {
    return read(" WHERE seq > :seq ORDER BY seq LIMIT :limit", Map.of("seq", seq, "limit", limit));
  }

  /** Reads checkpoints with numbers below {@code seq}, of all origins, newest first. */
  List<Published> before(long seq, int limit) {
    return read(
        " WHERE seq < :seq ORDER BY seq DESC LIMIT :limit", Map.of("seq", seq, "limit", limit));
  }

  /**
   * Finds the checkpoint that a witness should cosign next. Considers those of the last {@link
   * #LOOK_BACK} checkpoints that are later than the last one that the witness cosigned, and returns
   * the one that most other witnesses have cosigned; if several have that number, the newest. If
   * each witness took the newest checkpoint instead, fast and slow witnesses of a log that grows
   * quickly would rarely cosign the same checkpoint. Empty if the witness has cosigned the newest
   * checkpoint.
   */
  Optional<Published> nextFor(String origin, NoteKey witness) {
    long newest = lastSeq();
    return mostCosigned(
        """
        seq > (SELECT COALESCE(MAX(own.seq), 0) FROM ledger_cosignature own
          WHERE own.key_id = :id AND own.seq > :oldest)
        """,
        Map.of("origin", origin, "oldest", newest - LOOK_BACK, "id", keyId(witness.id())));
  }

  /**
   * Finds the checkpoint for the proof of a leaf. Considers those of the last {@link #LOOK_BACK}
   * checkpoints that cover the leaf, and returns the one with the most cosignatures; if several
   * have that number, the newest. On a log that grows quickly, the newest checkpoint has no
   * cosignatures yet. Empty if no checkpoint covers the leaf.
   */
  Optional<Published> covering(String origin, long leafIndex) {
    return latest(origin)
        .flatMap(
            newest ->
                mostCosigned(
                    "size > :leafIndex",
                    Map.of(
                        "origin", origin,
                        "oldest", newest.seq() - LOOK_BACK,
                        "leafIndex", leafIndex)));
  }

  /**
   * Finds the checkpoint with the most cosignatures among those that meet a condition; if several
   * have that number, the newest.
   *
   * @param condition in SQL
   * @param parameters the condition's named parameters, and {@code origin} and {@code oldest}: only
   *     checkpoints of this origin with a number above {@code oldest} are considered
   */
  private Optional<Published> mostCosigned(String condition, Map<String, Object> parameters) {
    return read(
            " c WHERE origin = :origin AND seq > :oldest AND "
                + condition
                + " ORDER BY (SELECT COUNT(*) FROM ledger_cosignature s WHERE s.seq = c.seq) DESC,"
                + " seq DESC LIMIT 1",
            parameters)
        .stream()
        .findFirst();
  }

  /**
   * Appends a checkpoint.
   *
   * @param seq the number after the last one that the caller has seen
   * @return false if another instance has already published a checkpoint with this number
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

  /** Reads the number of the last checkpoint of all origins; 0 before the first. */
  long lastSeq() {
    return queries
        .first(Long.class, "SELECT COALESCE(MAX(seq), 0) FROM ledger_checkpoint", Map.of())
        .orElseThrow();
  }

  /** Reads all keys that were ever recorded for an origin, oldest first. */
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

  /**
   * Records a key permanently for the origin that the key names; does nothing if the key is already
   * recorded.
   */
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
   * Returns true if a line is a valid cosignature of a checkpoint's text by {@code key} and its
   * time is not in the future.
   */
  boolean isCosignature(SignedNote.Line line, NoteKey key, String text) {
    return line.isGood(key, text) && !line.isFromTheFuture(time.now());
  }

  /**
   * Stores a cosignature, which the caller must have verified.
   *
   * @return false if a cosignature of this checkpoint by the same key is already stored
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
              // Without the em dash at the beginning, because the column is ASCII.
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

  /** Reads the cosignatures of a checkpoint, in the order of their key ids. */
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
   * Returns since when a witness is late: the publication time of the first checkpoint after the
   * last checkpoint that the witness cosigned. Empty if the witness cosigned the newest checkpoint.
   * Considers only the last {@link #FAR_BACK} checkpoints, so the witness may be late since an
   * earlier time.
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

  /** Returns a checkpoint's note with the log's signatures and all cosignatures stored so far. */
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
