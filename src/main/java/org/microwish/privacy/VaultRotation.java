package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.microwish.platform.Transactions;
import org.microwish.privacy.crypto.KeyWrapping;

/**
 * Changes the vault's keys. Works in transactions of a hundred rows, each row by compare-and-set,
 * so it may run beside instances that serve, beside itself, and anew after a stop: what is left to
 * do is what the rows say.
 */
@ApplicationScoped
class VaultRotation {

  private static final int BATCH = 100;

  private final EntityManager entities;
  private final Transactions transactions;
  private final KeyWrapping wrapping;
  private final SubjectKeys keys;
  private final Lookup lookup;
  private final ClearRows clear;

  VaultRotation(
      EntityManager entities,
      Transactions transactions,
      KeyWrapping wrapping,
      SubjectKeys keys,
      Lookup lookup,
      ClearRows clear) {
    this.entities = entities;
    this.transactions = transactions;
    this.wrapping = wrapping;
    this.keys = keys;
    this.lookup = lookup;
    this.clear = clear;
  }

  /** The master key that wraps. */
  String masterId() {
    return wrapping.current();
  }

  /** Seals what is in clear; see {@link ClearRows#seal}. */
  long sealClear() {
    return clear.seal();
  }

  /** Makes a new key for tags. */
  void newLookupKey() {
    lookup.rotate();
  }

  /**
   * Wraps all data keys under the current master key.
   *
   * @return how many were under another
   */
  long rewrap() {
    long done = 0;
    for (Object masterId :
        transactions.call(
            () ->
                entities
                    .createNativeQuery("SELECT DISTINCT master_id FROM vault_key")
                    .getResultList())) {
      if (!masterId.equals(wrapping.current())) {
        done += inBatches(() -> rewrap((String) masterId));
      }
    }
    return done;
  }

  /** What one transaction found to do, and what it did of that. */
  private record Batch(int found, long done) {}

  /** Until nothing is left to do: what is done is not found again. */
  private long inBatches(Supplier<Batch> step) {
    long done = 0;
    Batch batch;
    do {
      batch = transactions.call(step);
      done += batch.done();
    } while (batch.found() > 0);
    return done;
  }

  private Batch rewrap(String masterId) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT key_id, suite, master_id, wrapped, subject_type, subject_id FROM vault_key"
                    + " WHERE master_id = ?1 ORDER BY key_id LIMIT "
                    + BATCH)
            .setParameter(1, masterId)
            .getResultList();
    long done = 0;
    for (Object[] row : rows) {
      SubjectKeys.Wrapped old = SubjectKeys.Wrapped.of(row, 0);
      Subject subject =
          new Subject(SubjectType.valueOf((String) row[4]), ((Number) row[5]).longValue());
      // An erasure may have been faster: then there is no such row, and none comes back.
      done +=
          entities
              .createNativeQuery(
                  "UPDATE vault_key SET master_id = ?1, wrapped = ?2"
                      + " WHERE key_id = ?3 AND master_id = ?4")
              .setParameter(1, wrapping.current())
              .setParameter(2, keys.rewrap(old, subject))
              .setParameter(3, old.id())
              .setParameter(4, masterId)
              .executeUpdate();
    }
    return new Batch(rows.size(), done);
  }

  /**
   * Tags all telephone numbers under the newest key.
   *
   * @return how many were under another
   */
  long retag() {
    SubjectKey newest = transactions.call(lookup::newestOfAll);
    long done = 0;
    for (SubjectKey old : transactions.call(() -> keys.all(SubjectType.INDEX))) {
      if (old.id() != newest.id()) {
        done += inBatches(() -> retag(old.id()));
      }
    }
    return done;
  }

  private Batch retag(long oldKey) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT v.lookup, v.subject_type, v.subject_id, v.field, v.content,"
                    + " k.key_id, k.suite, k.master_id, k.wrapped"
                    + " FROM vault_value v JOIN vault_key k ON k.key_id = v.key_id"
                    + " WHERE v.lookup_key = ?1 LIMIT "
                    + BATCH)
            .setParameter(1, oldKey)
            .getResultList();
    long done = 0;
    for (Object[] row : rows) {
      Subject subject =
          new Subject(SubjectType.valueOf((String) row[1]), ((Number) row[2]).longValue());
      String field = (String) row[3];
      byte[] content = (byte[]) row[4];
      String value =
          new String(
              keys.unwrap(SubjectKeys.Wrapped.of(row, 5), subject)
                  .open(content, Vault.VALUE, field),
              StandardCharsets.UTF_8);
      Lookup.Tag tag = lookup.tag(subject.type(), field, value).orElseThrow();
      done +=
          entities
              .createNativeQuery(
                  "UPDATE vault_value SET lookup_key = ?1, lookup = ?2"
                      + " WHERE subject_type = ?3 AND subject_id = ?4 AND field = ?5"
                      + " AND lookup_key = ?6 AND content = ?7")
              .setParameter(1, tag.keyId())
              .setParameter(2, tag.bytes())
              .setParameter(3, subject.type().name())
              .setParameter(4, subject.id())
              .setParameter(5, field)
              .setParameter(6, oldKey)
              .setParameter(7, content)
              .executeUpdate();
    }
    return new Batch(rows.size(), done);
  }
}
