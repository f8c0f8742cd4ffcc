package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.privacy.crypto.SealBrokenException;

/**
 * Stores personal values, sealed, in separate tables, so that erasure can destroy the values while
 * every ledger proof stays valid. All methods run in the caller's transaction. If a value was
 * changed or moved directly in the database, reading it throws {@link SealBrokenException}. Longer
 * than 400 lines because all methods share the sealing of values.
 */
@ApplicationScoped
public class Vault {

  private final VaultQueries queries;
  private final Bulk bulk;
  private final SubjectKeys keys;
  private final Lookup lookup;
  private final Pseudonyms pseudonyms;
  private final Event<Erased> erased;
  private final Time time;

  Vault(
      VaultQueries queries,
      Bulk bulk,
      SubjectKeys keys,
      Lookup lookup,
      Pseudonyms pseudonyms,
      Event<Erased> erased,
      Time time) {
    this.queries = queries;
    this.bulk = bulk;
    this.keys = keys;
    this.lookup = lookup;
    this.pseudonyms = pseudonyms;
    this.erased = erased;
    this.time = time;
  }

  /** Reads the current values of one subject, by field. */
  public Map<String, String> read(Subject subject) {
    return read(subject.type(), List.of(subject.id())).getOrDefault(subject.id(), Map.of());
  }

  /** Reads the current values of several subjects, by subject id, then by field. */
  public Map<Long, Map<String, String>> read(SubjectType type, Collection<Long> ids) {
    return read(type, ids, Set.of());
  }

  /**
   * Reads the current values of some fields of several subjects, by subject id, then by field. Does
   * not decrypt other fields.
   *
   * @param fields the names of the fields; empty for all
   */
  public Map<Long, Map<String, String>> read(
      SubjectType type, Collection<Long> ids, Set<String> fields) {
    Map<Long, Map<String, String>> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    Set<Long> distinct = Set.copyOf(ids);
    List<SealedValue> rows =
        fields.isEmpty() ? queries.values(type, distinct) : queries.values(type, distinct, fields);
    Unwrapped unwrapped = new Unwrapped();
    for (SealedValue row : rows) {
      found
          .computeIfAbsent(row.subjectId(), id -> new LinkedHashMap<>())
          .put(row.field(), row.open(unwrapped.key(row.wrappedKey())));
    }
    return found;
  }

  /**
   * Stores values as the current ones and creates commitments to them. A null value deletes the
   * field and creates no commitment.
   *
   * @param entryId the ledger entry that records the change
   * @return the commitments for the leaf of that entry, in the order of the fields
   */
  public List<Commitment> store(long entryId, Subject subject, Map<String, String> values) {
    return storeAll(List.of(new VaultWrite(entryId, subject, values))).get(entryId);
  }

  /**
   * Stores the values of many subjects, like {@link #store} for one.
   *
   * @return the commitments by entry, in the order of the fields
   */
  public Map<Long, List<Commitment>> storeAll(List<VaultWrite> writes) {
    write(writes);
    return commitAll(writes);
  }

  /** Stores values as the current ones without commitments, for fields that no leaf may name. */
  public void keep(Subject subject, Map<String, String> values) {
    if (!values.isEmpty()) {
      write(List.of(new VaultWrite(0, subject, values)));
    }
  }

  private void write(List<VaultWrite> writes) {
    Instant now = time.now();
    List<Field> kept = new ArrayList<>();
    List<Field> removed = new ArrayList<>();
    for (Field field : fields(writes)) {
      (field.value() == null ? removed : kept).add(field);
    }
    Map<Subject, SubjectKey> under = keys.use(kept.stream().map(Field::subject).toList());
    bulk.run(
        """
        INSERT INTO vault_value
          (subject_type, subject_id, field, content, updated_at, key_id, lookup_key, lookup)
        VALUES (:type, :subjectId, :field, :content, :updatedAt, :keyId, :lookupKey, :lookup)
        ON DUPLICATE KEY UPDATE content = VALUES(content), updated_at = VALUES(updated_at),
          key_id = VALUES(key_id), lookup_key = VALUES(lookup_key), lookup = VALUES(lookup)
        """,
        kept.stream().map(field -> value(field, under.get(field.subject()), now)).toList());
    for (Field field : removed) {
      queries.deleteValue(field.subject().type(), field.subject().id(), field.name());
    }
  }

  /** A row of {@code vault_value}. */
  private record ValueRow(
      SubjectType type,
      long subjectId,
      String field,
      byte[] content,
      Instant updatedAt,
      long keyId,
      Long lookupKey,
      byte[] lookup) {

    @Override
    public String toString() {
      return "ValueRow[" + type + " " + Id.text(subjectId) + " " + field + "]";
    }
  }

  private ValueRow value(Field field, SubjectKey key, Instant now) {
    Optional<Lookup.Tag> tag = lookup.tag(field.subject().type(), field.name(), field.value());
    return new ValueRow(
        field.subject().type(),
        field.subject().id(),
        field.name(),
        key.seal(field.bytes(), SealedValue.PLACE, field.name()),
        now,
        key.id(),
        tag.map(Lookup.Tag::keyId).orElse(null),
        tag.map(Lookup.Tag::bytes).orElse(null));
  }

  /** Creates a commitment to a value for an entry; does not store the value as a current one. */
  public Commitment commit(long entryId, Subject subject, String field, String value) {
    return commitAll(List.of(new VaultWrite(entryId, subject, Map.of(field, value))))
        .get(entryId)
        .getFirst();
  }

  /**
   * Creates commitments to the values of many entries and stores the sealed openings. Does not
   * change current values.
   *
   * @return the commitments by entry, in the order of the fields
   */
  public Map<Long, List<Commitment>> commitAll(List<VaultWrite> writes) {
    Map<Long, List<Commitment>> commitments = new LinkedHashMap<>();
    writes.forEach(write -> commitments.putIfAbsent(write.entryId(), new ArrayList<>()));
    Map<Field, byte[]> salts = new LinkedHashMap<>();
    for (Field field : fields(writes)) {
      if (field.value() != null) {
        byte[] salt = Ids.randomBytes(Commitment.SALT_BYTES);
        salts.put(field, salt);
        commitments.get(field.entryId()).add(Commitment.of(salt, field.name(), field.value()));
      }
    }
    Map<Subject, SubjectKey> under = keys.use(salts.keySet().stream().map(Field::subject).toList());
    List<OpeningRow> rows = new ArrayList<>();
    salts.forEach((field, salt) -> rows.add(opening(field, salt, under.get(field.subject()))));
    bulk.run(
        """
        INSERT INTO vault_opening (entry_id, field, subject_type, subject_id, content, key_id)
        VALUES (:entryId, :field, :type, :subjectId, :content, :keyId)
        """,
        rows);
    return commitments;
  }

  /** A row of {@code vault_opening}. */
  private record OpeningRow(
      long entryId, String field, SubjectType type, long subjectId, byte[] content, long keyId) {

    @Override
    public String toString() {
      return "OpeningRow[" + Id.text(entryId) + " " + field + "]";
    }
  }

  private static OpeningRow opening(Field field, byte[] salt, SubjectKey key) {
    return new OpeningRow(
        field.entryId(),
        field.name(),
        field.subject().type(),
        field.subject().id(),
        Opening.seal(key, field.entryId(), field.name(), salt, field.bytes()),
        key.id());
  }

  private static List<Field> fields(List<VaultWrite> writes) {
    List<Field> fields = new ArrayList<>();
    for (VaultWrite write : writes) {
      write
          .values()
          .forEach(
              (name, value) ->
                  fields.add(new Field(write.entryId(), write.subject(), name, value)));
    }
    return fields;
  }

  /** One value of one subject; a null value means that the field is to be deleted. */
  private record Field(long entryId, Subject subject, String name, String value) {
    byte[] bytes() {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "Field[" + subject + " " + name + "]";
    }
  }

  /** Unwraps each key only once for all rows of a query's result. */
  private final class Unwrapped {
    private final Map<Long, SubjectKey> byId = new HashMap<>();

    SubjectKey key(WrappedKey wrapped) {
      SubjectKey key = byId.get(wrapped.id());
      if (key == null || !key.subject().equals(wrapped.subject())) {
        key = keys.unwrap(wrapped);
        byId.put(wrapped.id(), key);
      }
      return key;
    }
  }

  /**
   * Returns the key for sealing a subject's data that is stored outside the vault; creates the key
   * if there is none. Callers must store the key's id with the sealed data.
   */
  public SubjectKey key(Subject subject) {
    return keys.use(List.of(subject)).get(subject);
  }

  /**
   * Returns the keys of those subjects that have one, by the subjects' ids. Creates none: an erased
   * subject stays without a key.
   */
  public Map<Long, SubjectKey> keys(SubjectType type, Collection<Long> ids) {
    return ids.isEmpty() ? Map.of() : keys.existing(type, ids);
  }

  /** Returns the subject's key with that id; empty after the subject was erased. */
  public Optional<SubjectKey> key(Subject subject, long keyId) {
    return keys.find(subject, keyId);
  }

  /** Returns the ids of those keys that still exist; an erasure deletes the subject's keys. */
  public Set<Long> living(Collection<Long> keyIds) {
    return keyIds.isEmpty() ? Set.of() : new HashSet<>(queries.living(keyIds));
  }

  /**
   * Finds the subjects that have a given value as the current value of a field, such as a telephone
   * number. Several subjects may have the same number, for example in a family.
   *
   * @param field a field that can be looked up: {@code phone} of a member, {@code contactPhone} of
   *     a wish
   * @param value the value as people write it; if it is not a valid number, the result is empty
   * @return the ids of the subjects in ascending order
   */
  public List<Long> find(SubjectType type, String field, String value) {
    if (!Lookup.covers(field)) {
      throw new IllegalArgumentException(field + " is not a field that can be looked up");
    }
    String wanted = Lookup.normal(field, value).orElse(null);
    if (wanted == null) {
      return List.of();
    }
    List<Long> subjects = new ArrayList<>();
    for (Lookup.Tag tag : lookup.tags(type, field, wanted)) {
      for (SealedValue row : queries.tagged(tag.keyId(), tag.bytes(), type, field)) {
        String found = row.open(keys.unwrap(row.wrappedKey()));
        // The seal does not protect the tag: by changing the tag in the database, an attacker could
        // make a login match the number of another person.
        if (Lookup.normal(field, found).filter(wanted::equals).isEmpty()) {
          throw new SealBrokenException(
              "vault_value %s %s %s has another value's tag"
                  .formatted(type, Id.text(row.subjectId()), field));
        }
        subjects.add(row.subjectId());
      }
    }
    return subjects.stream().distinct().sorted().toList();
  }

  /**
   * Returns the newest subjects whose field may have a value. Compares only tags and does not
   * decrypt values. Somebody who can change the database can forge tags, so callers that show a
   * result or decide by it must first compare the decrypted values.
   *
   * @param field a field that can be looked up, like {@code residentName} and {@code title} of a
   *     wish
   * @param limit the maximum number of ids for each look-up key
   */
  public List<Long> candidates(SubjectType type, String field, String value, int limit) {
    return Lookup.normal(field, value)
        .map(
            normal ->
                lookup.tags(type, field, normal).stream()
                    .flatMap(
                        tag -> queries.ids(tag.keyId(), tag.bytes(), type, field, limit).stream())
                    .distinct()
                    .sorted(Comparator.reverseOrder())
                    .toList())
        .orElse(List.of());
  }

  /**
   * Returns the form in which {@link #candidates} compares values of a field; empty if values like
   * this one cannot be looked up.
   */
  public static Optional<String> comparable(String field, String value) {
    return Lookup.normal(field, value);
  }

  /**
   * Returns true if two values of a field are equal in the form that {@link #candidates} compares.
   */
  public static boolean isSame(String field, String one, String other) {
    Optional<String> normal = comparable(field, one);
    return normal.isPresent() && normal.equals(comparable(field, other));
  }

  /**
   * Destroys everything that the vault stores about a subject: its keys, its values, the openings
   * of commitments, and the rows that link the subject to its pseudonyms. For a member that is the
   * member's one pseudonym; for a wish, the pseudonyms of residents in the wish's leaves; for an
   * account, all its pseudonyms, except that staff keep the pseudonym of their account, because
   * they stay accountable for their actions. The leaves and their proofs do not change. Idempotent.
   * An entry that names the subject by its pseudonym must be appended before. Fires {@link Erased}
   * in the same transaction, for beans that store sealed data outside the vault.
   */
  public void erase(Subject subject) {
    queries.deleteValues(subject.type(), subject.id());
    queries.deleteOpenings(subject.type(), subject.id());
    if (subject.type() == SubjectType.IMPORT) {
      queries.deleteImport(subject.id());
    }
    pseudonyms.forget(subject);
    keys.destroy(subject);
    erased.fire(new Erased(subject));
  }

  /**
   * Recomputes the newest commitment to a field of a subject from the stored salt and value; empty
   * if there is none.
   */
  public Optional<Commitment> lastCommitment(Subject subject, String field) {
    return lastOpening(subject, field)
        .map(opening -> Commitment.of(opening.saltBytes(), field, opening.value()));
  }

  /** Returns the newest opening of a field of a subject; empty if there is none. */
  public Optional<Opening> lastOpening(Subject subject, String field) {
    return Optional.ofNullable(queries.lastOpening(subject.type(), subject.id(), field))
        .map(row -> Opening.of(keys.unwrap(row.wrappedKey()), row));
  }

  /** Returns those openings of entries that are not erased, in the order of entries and fields. */
  public List<Opening> openings(Collection<Long> entryIds) {
    return entryIds.isEmpty() ? List.of() : open(queries.openings(entryIds));
  }

  /**
   * Returns the values of one field to which entries committed, by entry id; omits erased values.
   */
  public Map<Long, String> committed(Collection<Long> entryIds, String field) {
    return entryIds.isEmpty()
        ? Map.of()
        : open(queries.openings(entryIds, field)).stream()
            .collect(Collectors.toMap(Opening::entryId, Opening::value));
  }

  private List<Opening> open(List<SealedOpening> rows) {
    Unwrapped unwrapped = new Unwrapped();
    return rows.stream().map(row -> Opening.of(unwrapped.key(row.wrappedKey()), row)).toList();
  }
}
