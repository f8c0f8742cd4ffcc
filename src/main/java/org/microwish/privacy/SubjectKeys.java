package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Rows;
import org.microwish.platform.Time;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.SealBrokenException;
import org.microwish.privacy.crypto.SealContext;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;

/**
 * The subjects' data keys: made when first needed, wrapped under a master key, in rows that erasure
 * deletes. Nothing unwrapped outlives its transaction, so what one instance erases no other one can
 * still open. All methods work in the caller's transaction.
 */
@ApplicationScoped
class SubjectKeys {

  private static final String COLUMNS = "key_id, suite, master_id, wrapped";

  private final EntityManager entities;
  private final TransactionSynchronizationRegistry transaction;
  private final KeyWrapping wrapping;
  private final Suite suite;
  private final Ids ids;
  private final Time time;

  SubjectKeys(
      EntityManager entities,
      TransactionSynchronizationRegistry transaction,
      KeyWrapping wrapping,
      VaultConfig config,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.transaction = transaction;
    this.wrapping = wrapping;
    this.suite = config.suite();
    this.ids = ids;
    this.time = time;
  }

  /** Whose algorithms new keys are for. */
  Suite suite() {
    return suite;
  }

  /** A key as it lies in the database: wrapped under the master key. */
  static final class Wrapped {
    private final long id;
    private final String suite;
    private final String masterId;
    private final byte[] bytes;

    private Wrapped(long id, String suite, String masterId, byte[] bytes) {
      this.id = id;
      this.suite = suite;
      this.masterId = masterId;
      this.bytes = bytes;
    }

    /** From the columns {@code key_id, suite, master_id, wrapped}, from that place on. */
    static Wrapped of(Object[] row, int from) {
      return new Wrapped(
          ((Number) row[from]).longValue(),
          (String) row[from + 1],
          (String) row[from + 2],
          (byte[]) row[from + 3]);
    }

    /** The same of a row as the driver gives it. */
    static Wrapped of(ResultSet row, int from) throws SQLException {
      return new Wrapped(
          row.getLong(from),
          row.getString(from + 1),
          row.getString(from + 2),
          row.getBytes(from + 3));
    }

    long id() {
      return id;
    }

    String masterId() {
      return masterId;
    }
  }

  /**
   * Unwraps a row for the subject whose it should be.
   *
   * @throws SealBrokenException when it is another's
   */
  SubjectKey unwrap(Wrapped row, Subject subject) {
    try {
      SealingKey key =
          wrapping.unwrap(
              row.masterId,
              Suite.valueOf(row.suite),
              row.bytes,
              context(subject, row.suite, row.id, row.masterId));
      return new SubjectKey(row.id, subject, key);
    } catch (SealBrokenException broken) {
      throw new SealBrokenException("vault_key " + Id.text(row.id) + " is not as it was wrapped");
    }
  }

  /** The same key, wrapped under the current master key. */
  byte[] rewrap(Wrapped row, Subject subject) {
    return wrapping.wrap(
        unwrap(row, subject).key(), context(subject, row.suite, row.id, wrapping.current()));
  }

  /** What a key's wrapping is bound to. */
  private static byte[] context(Subject subject, String suite, long keyId, String masterId) {
    return SealContext.of(
        "key", subject.type(), Id.text(subject.id()), suite, Id.text(keyId), masterId);
  }

  /** The key with that id, if it is there and not erased. */
  Optional<SubjectKey> find(Subject subject, long keyId) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery("SELECT " + COLUMNS + " FROM vault_key WHERE key_id = ?1")
            .setParameter(1, keyId)
            .getResultList();
    return rows.stream().findFirst().map(row -> unwrap(Wrapped.of(row, 0), subject));
  }

  /** All keys of a kind, the newest first, whatever their suite. */
  List<SubjectKey> all(SubjectType type) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT "
                    + COLUMNS
                    + ", subject_id FROM vault_key WHERE subject_type = ?1"
                    + " ORDER BY subject_id DESC, suite")
            .setParameter(1, type.name())
            .getResultList();
    return rows.stream()
        .map(row -> unwrap(Wrapped.of(row, 0), new Subject(type, ((Number) row[4]).longValue())))
        .toList();
  }

  /**
   * The keys under which subjects are sealed from now on; those who have none get one. Of rivals
   * who make the same one the first stands, and all use it.
   */
  Map<Subject, SubjectKey> use(Collection<Subject> subjects) {
    Map<Subject, SubjectKey> known = remembered();
    Map<SubjectType, TreeSet<Long>> missing = new HashMap<>();
    for (Subject subject : new LinkedHashSet<>(subjects)) {
      if (!known.containsKey(subject)) {
        missing.computeIfAbsent(subject.type(), type -> new TreeSet<>()).add(subject.id());
      }
    }
    missing.forEach(
        (type, subjectIds) -> {
          load(type, subjectIds, known);
          // In the order of their ids, so that rivals do not wait for each other in a circle.
          List<Subject> without =
              subjectIds.stream()
                  .map(id -> new Subject(type, id))
                  .filter(subject -> !known.containsKey(subject))
                  .toList();
          if (!without.isEmpty()) {
            make(without);
            load(type, without.stream().map(Subject::id).toList(), known);
          }
        });
    return known;
  }

  /** Deletes a subject's keys: what they sealed is noise from now on. */
  void destroy(Subject subject) {
    remembered().remove(subject);
    entities
        .createNativeQuery("DELETE FROM vault_key WHERE subject_type = ?1 AND subject_id = ?2")
        .setParameter(1, subject.type().name())
        .setParameter(2, subject.id())
        .executeUpdate();
  }

  private void load(SubjectType type, Collection<Long> subjectIds, Map<Subject, SubjectKey> known) {
    for (List<Long> chunk : Rows.chunks(subjectIds)) {
      @SuppressWarnings("unchecked")
      List<Object[]> rows =
          entities
              .createNativeQuery(
                  "SELECT "
                      + COLUMNS
                      + ", subject_id FROM vault_key"
                      + " WHERE subject_type = ?1 AND subject_id IN (?2) AND suite = ?3")
              .setParameter(1, type.name())
              .setParameter(2, chunk)
              .setParameter(3, suite.name())
              .getResultList();
      for (Object[] row : rows) {
        Subject subject = new Subject(type, ((Number) row[4]).longValue());
        known.put(subject, unwrap(Wrapped.of(row, 0), subject));
      }
    }
  }

  private void make(List<Subject> subjects) {
    Instant now = time.now();
    String masterId = wrapping.current();
    Rows.insert(
        entities,
        "INSERT INTO vault_key"
            + " (key_id, subject_type, subject_id, suite, master_id, wrapped, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE subject_id = subject_id",
        subjects,
        (row, subject) -> {
          long id = ids.next();
          row.setLong(1, id);
          row.setString(2, subject.type().name());
          row.setLong(3, subject.id());
          row.setString(4, suite.name());
          row.setString(5, masterId);
          row.setBytes(
              6,
              wrapping.wrap(
                  SealingKey.random(suite), context(subject, suite.name(), id, masterId)));
          row.setObject(7, Rows.utc(now));
        });
  }

  /**
   * What this transaction has unwrapped already: a command stores several values of one subject.
   */
  @SuppressWarnings("unchecked")
  private Map<Subject, SubjectKey> remembered() {
    Map<Subject, SubjectKey> known =
        (Map<Subject, SubjectKey>) transaction.getResource(SubjectKeys.class);
    if (known == null) {
      known = new LinkedHashMap<>();
      transaction.putResource(SubjectKeys.class, known);
    }
    return known;
  }
}
