package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.SealBrokenException;
import org.microwish.privacy.crypto.SealContext;
import org.microwish.privacy.crypto.SealingKey;
import org.microwish.privacy.crypto.Suite;

/**
 * Creates, reads and deletes the subjects' data keys. A key is created on first use and stored
 * wrapped under a master key; erasure deletes the key's row. This class keeps an unwrapped key only
 * until the end of the transaction, so after one instance has erased a subject, no other instance
 * can open the subject's values. All methods run in the caller's transaction.
 */
@ApplicationScoped
class SubjectKeys {

  private final VaultQueries queries;
  private final Bulk bulk;
  private final TransactionSynchronizationRegistry transaction;
  private final KeyWrapping wrapping;
  private final Suite suite;
  private final Ids ids;
  private final Time time;

  SubjectKeys(
      VaultQueries queries,
      Bulk bulk,
      TransactionSynchronizationRegistry transaction,
      KeyWrapping wrapping,
      VaultConfig config,
      Ids ids,
      Time time) {
    this.queries = queries;
    this.bulk = bulk;
    this.transaction = transaction;
    this.wrapping = wrapping;
    this.suite = config.suite();
    this.ids = ids;
    this.time = time;
  }

  /** The configured suite of algorithms, which new keys use. */
  Suite suite() {
    return suite;
  }

  /**
   * Unwraps a key for the subject that its row names.
   *
   * @throws SealBrokenException if the key was wrapped for another subject
   */
  SubjectKey unwrap(WrappedKey row) {
    try {
      SealingKey key =
          wrapping.unwrap(
              row.masterId(),
              row.suite(),
              row.bytes(),
              context(row.subject(), row.suite(), row.id(), row.masterId()));
      return new SubjectKey(row.id(), row.subject(), key);
    } catch (SealBrokenException broken) {
      throw new SealBrokenException("vault_key " + Id.text(row.id()) + " does not unwrap");
    }
  }

  /** Unwraps a key and returns it wrapped under the current master key. */
  byte[] rewrap(WrappedKey row) {
    return wrapping.wrap(
        unwrap(row).key(), context(row.subject(), row.suite(), row.id(), wrapping.current()));
  }

  /** Returns the context that a key is wrapped for; unwrapping requires the same context. */
  private static byte[] context(Subject subject, Suite suite, long keyId, String masterId) {
    return SealContext.of(
        "key", subject.type(), Id.text(subject.id()), suite.name(), Id.text(keyId), masterId);
  }

  /**
   * Finds and unwraps the subject's key with that id; empty if there is none, as after an erasure.
   *
   * @throws SealBrokenException if the key belongs to another subject
   */
  Optional<SubjectKey> find(Subject subject, long keyId) {
    return queries
        .key(keyId)
        .map(
            row ->
                unwrap(
                    new WrappedKey(
                        row.id(),
                        row.suite(),
                        row.masterId(),
                        row.bytes(),
                        subject.type(),
                        subject.id())));
  }

  /** Reads and unwraps all keys of a subject type, newest first, of any suite. */
  List<SubjectKey> all(SubjectType type) {
    return queries.keys(type).stream().map(this::unwrap).toList();
  }

  /** Reads and unwraps the keys that exist, by the subjects' ids. */
  Map<Long, SubjectKey> existing(SubjectType type, Collection<Long> ids) {
    return queries.keys(type, ids, suite).stream()
        .map(this::unwrap)
        .collect(Collectors.toMap(key -> key.subject().id(), key -> key));
  }

  /**
   * Returns the keys for sealing values of these subjects; creates those that are missing. If two
   * transactions create a key for the same subject, the first key is kept and both use it. The map
   * also contains the other keys that this transaction has used.
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
          // Creates the keys in the order of subject ids, so that concurrent inserts cannot
          // deadlock.
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

  /** Deletes a subject's keys, so that the values they sealed can never be opened again. */
  void destroy(Subject subject) {
    remembered().remove(subject);
    queries.deleteKeys(subject.type(), subject.id());
  }

  private void load(SubjectType type, Collection<Long> subjectIds, Map<Subject, SubjectKey> known) {
    for (WrappedKey row : queries.keys(type, subjectIds, suite)) {
      known.put(row.subject(), unwrap(row));
    }
  }

  /** A row of {@code vault_key}. */
  private record KeyRow(
      long id,
      SubjectType type,
      long subjectId,
      Suite suite,
      String masterId,
      byte[] wrapped,
      Instant createdAt) {}

  private void make(List<Subject> subjects) {
    Instant now = time.now();
    bulk.run(
        """
        INSERT INTO vault_key
          (key_id, subject_type, subject_id, suite, master_id, wrapped, created_at)
        VALUES (:id, :type, :subjectId, :suite, :masterId, :wrapped, :createdAt)
        ON DUPLICATE KEY UPDATE subject_id = subject_id
        """,
        subjects.stream().map(subject -> newKey(subject, now)).toList());
  }

  private KeyRow newKey(Subject subject, Instant now) {
    long id = ids.next();
    String masterId = wrapping.current();
    byte[] wrapped = wrapping.wrap(SealingKey.random(suite), context(subject, suite, id, masterId));
    return new KeyRow(id, subject.type(), subject.id(), suite, masterId, wrapped, now);
  }

  /**
   * Returns the keys that {@link #use} has unwrapped in this transaction. They are kept because a
   * command usually stores several values of one subject.
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
