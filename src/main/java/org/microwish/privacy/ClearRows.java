package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.microwish.platform.Transactions;

/**
 * Seals what was written in clear before there was sealing: a hundred rows in each transaction, so
 * any number of instances may do it, and one that stops has lost nothing.
 */
@ApplicationScoped
class ClearRows {

  private static final int BATCH = 100;

  private final EntityManager entities;
  private final Transactions transactions;
  private final SubjectKeys keys;
  private final Lookup lookup;
  private final Instance<ClearElsewhere> elsewhere;

  ClearRows(
      EntityManager entities,
      Transactions transactions,
      SubjectKeys keys,
      Lookup lookup,
      @Any Instance<ClearElsewhere> elsewhere) {
    this.entities = entities;
    this.transactions = transactions;
    this.keys = keys;
    this.lookup = lookup;
    this.elsewhere = elsewhere;
  }

  /** Seals all of it and says how many rows and files there were. */
  long seal() {
    long sealed =
        all("SELECT subject_type, subject_id, field, content FROM vault_value", this::value)
            + all(
                "SELECT subject_type, subject_id, entry_id, field, content, salt FROM"
                    + " vault_opening",
                this::opening)
            + all("SELECT job_id, part, content FROM vault_import", this::part);
    for (ClearElsewhere each : elsewhere) {
      sealed += each.seal();
    }
    return sealed;
  }

  private long all(String select, ToIntFunction<Object[]> seal) {
    long sealed = 0;
    while (true) {
      int some =
          transactions.call(
              () -> {
                @SuppressWarnings("unchecked")
                List<Object[]> rows =
                    entities
                        .createNativeQuery(select + " WHERE key_id IS NULL LIMIT " + BATCH)
                        .getResultList();
                return rows.stream().mapToInt(seal).sum();
              });
      if (some == 0) {
        return sealed;
      }
      sealed += some;
    }
  }

  private int value(Object[] row) {
    Subject subject = subject(row);
    String field = (String) row[2];
    byte[] clear = (byte[]) row[3];
    SubjectKey key = key(subject);
    Lookup.Tag tag =
        lookup.tag(subject.type(), field, new String(clear, StandardCharsets.UTF_8)).orElse(null);
    return entities
        .createNativeQuery(
            "UPDATE vault_value SET content = ?1, key_id = ?2, lookup_key = ?3, lookup = ?4"
                + " WHERE subject_type = ?5 AND subject_id = ?6 AND field = ?7"
                + " AND key_id IS NULL AND content = ?8")
        .setParameter(1, key.seal(clear, Vault.VALUE, field))
        .setParameter(2, key.id())
        .setParameter(3, tag == null ? null : tag.keyId())
        .setParameter(4, tag == null ? null : tag.bytes())
        .setParameter(5, subject.type().name())
        .setParameter(6, subject.id())
        .setParameter(7, field)
        .setParameter(8, clear)
        .executeUpdate();
  }

  private int opening(Object[] row) {
    long entryId = ((Number) row[2]).longValue();
    String field = (String) row[3];
    SubjectKey key = key(subject(row));
    return entities
        .createNativeQuery(
            "UPDATE vault_opening SET content = ?1, key_id = ?2, salt = NULL"
                + " WHERE entry_id = ?3 AND field = ?4 AND key_id IS NULL")
        .setParameter(1, Opened.seal(key, entryId, field, (byte[]) row[5], (byte[]) row[4]))
        .setParameter(2, key.id())
        .setParameter(3, entryId)
        .setParameter(4, field)
        .executeUpdate();
  }

  private int part(Object[] row) {
    long job = ((Number) row[0]).longValue();
    SubjectKey key = key(Subject.importJob(job));
    return entities
        .createNativeQuery(
            "UPDATE vault_import SET content = ?1, key_id = ?2"
                + " WHERE job_id = ?3 AND part = ?4 AND key_id IS NULL")
        .setParameter(1, key.seal((byte[]) row[2], "part", row[1]))
        .setParameter(2, key.id())
        .setParameter(3, job)
        .setParameter(4, row[1])
        .executeUpdate();
  }

  private SubjectKey key(Subject subject) {
    Map<Subject, SubjectKey> under = keys.use(List.of(subject));
    return under.get(subject);
  }

  private static Subject subject(Object[] row) {
    return new Subject(SubjectType.valueOf((String) row[0]), ((Number) row[1]).longValue());
  }
}
