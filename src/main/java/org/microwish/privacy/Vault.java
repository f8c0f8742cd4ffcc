package org.microwish.privacy;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.RoundTrip;
import org.microwish.platform.Rows;
import org.microwish.platform.Time;
import org.microwish.privacy.crypto.SealBrokenException;

/**
 * Keeps personal values apart from the aggregates, in tables of its own and sealed, so that erasure
 * can destroy them and every proof still holds. Works in the caller's transaction. A value that was
 * changed or moved behind the service's back is not read but thrown as {@link SealBrokenException}.
 */
@ApplicationScoped
public class Vault {

  /** Rows of one multi-row statement; keeps statements well below the packet limit. */
  private static final int CHUNK = 500;

  /** Of a value and the key it is sealed under, for {@link SubjectKeys.Wrapped#of}. */
  private static final String KEY = " k.key_id, k.suite, k.master_id, k.wrapped";

  private static final String BY_KEY = " JOIN vault_key k ON k.key_id = v.key_id";

  /** Where a current value lies, in front of its field. */
  static final String VALUE = "value";

  private final EntityManager entities;
  private final SubjectKeys keys;
  private final Lookup lookup;
  private final Event<Erased> erased;
  private final Time time;

  Vault(EntityManager entities, SubjectKeys keys, Lookup lookup, Event<Erased> erased, Time time) {
    this.entities = entities;
    this.keys = keys;
    this.lookup = lookup;
    this.erased = erased;
    this.time = time;
  }

  /** The current values of one subject by field. */
  public Map<String, String> read(Subject subject) {
    return read(subject.type(), List.of(subject.id())).getOrDefault(subject.id(), Map.of());
  }

  /** The current values of several subjects: by subject id, then by field. */
  public Map<Long, Map<String, String>> read(SubjectType type, Collection<Long> ids) {
    return read(type, ids, Set.of());
  }

  /**
   * Some of the current values of several subjects: by subject id, then by field. What is not asked
   * for need not be opened.
   *
   * @param fields which; empty for all
   */
  public Map<Long, Map<String, String>> read(
      SubjectType type, Collection<Long> ids, Set<String> fields) {
    Map<Long, Map<String, String>> found = new HashMap<>();
    Unwrapped unwrapped = new Unwrapped();
    List<Object> first = new ArrayList<>();
    first.add(type.name());
    first.addAll(fields);
    // As an expression: otherwise the server looks up each field of each subject by itself.
    String shown =
        fields.isEmpty()
            ? ""
            : " AND CONCAT(v.field) IN (" + Rows.placeholders(fields.size()) + ")";
    Rows.read(
        entities,
        "SELECT v.subject_id, v.field, v.content,"
            + KEY
            + " FROM vault_value v"
            + BY_KEY
            + " WHERE v.subject_type = ?"
            + shown
            + " AND v.subject_id IN (%s)",
        first,
        ids,
        row -> {
          Subject subject = new Subject(type, row.getLong(1));
          String field = row.getString(2);
          SubjectKey key = unwrapped.key(SubjectKeys.Wrapped.of(row, 4), subject);
          return found
              .computeIfAbsent(subject.id(), id -> new LinkedHashMap<>())
              .put(field, text(key.open(row.getBytes(3), VALUE, field)));
        });
    return found;
  }

  /**
   * Stores values as they are now and commits an entry to them: a null value removes the field and
   * commits to nothing.
   *
   * @param entryId the ledger entry that records the change
   * @return the commitments for its leaf, in the order of the fields
   */
  public List<Commitment> store(long entryId, Subject subject, Map<String, String> values) {
    return storeAll(List.of(new VaultWrite(entryId, subject, values))).get(entryId);
  }

  /**
   * Stores the values of many subjects, as {@link #store} does for one.
   *
   * @return the commitments by entry, in the order of the fields
   */
  public Map<Long, List<Commitment>> storeAll(List<VaultWrite> writes) {
    Instant now = time.now();
    List<Field> kept = new ArrayList<>();
    List<Field> removed = new ArrayList<>();
    for (Field field : fields(writes)) {
      (field.value() == null ? removed : kept).add(field);
    }
    Map<Subject, SubjectKey> under = keys.use(kept.stream().map(Field::subject).toList());
    Rows.insert(
        entities,
        "INSERT INTO vault_value"
            + " (subject_type, subject_id, field, content, updated_at, key_id, lookup_key, lookup)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE content = VALUES(content), updated_at = VALUES(updated_at),"
            + " key_id = VALUES(key_id), lookup_key = VALUES(lookup_key), lookup = VALUES(lookup)",
        kept,
        (row, field) -> {
          SubjectKey key = under.get(field.subject());
          Lookup.Tag tag =
              lookup.tag(field.subject().type(), field.name(), field.value()).orElse(null);
          row.setString(1, field.subject().type().name());
          row.setLong(2, field.subject().id());
          row.setString(3, field.name());
          row.setBytes(4, key.seal(field.bytes(), VALUE, field.name()));
          row.setObject(5, Rows.utc(now));
          row.setLong(6, key.id());
          row.setObject(7, tag == null ? null : tag.keyId());
          row.setBytes(8, tag == null ? null : tag.bytes());
        });
    Rows.each(
        entities,
        "DELETE FROM vault_value WHERE subject_type = ? AND subject_id = ? AND field = ?",
        removed,
        (row, field) -> {
          row.setString(1, field.subject().type().name());
          row.setLong(2, field.subject().id());
          row.setString(3, field.name());
        });
    return commitAll(writes);
  }

  /** Commits an entry to a value without keeping it as a current one. */
  public Commitment commit(long entryId, Subject subject, String field, String value) {
    return commitAll(List.of(new VaultWrite(entryId, subject, Map.of(field, value))))
        .get(entryId)
        .getFirst();
  }

  /**
   * Commits many entries to values without keeping these as current ones.
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
    Rows.insert(
        entities,
        "INSERT INTO vault_opening (entry_id, field, subject_type, subject_id, content, key_id)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        salts.entrySet(),
        (row, opening) -> {
          Field field = opening.getKey();
          SubjectKey key = under.get(field.subject());
          row.setLong(1, field.entryId());
          row.setString(2, field.name());
          row.setString(3, field.subject().type().name());
          row.setLong(4, field.subject().id());
          row.setBytes(
              5,
              Opened.seal(key, field.entryId(), field.name(), opening.getValue(), field.bytes()));
          row.setLong(6, key.id());
        });
    return commitments;
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

  /** One value of one subject; null where it goes. */
  private record Field(long entryId, Subject subject, String name, String value) {
    byte[] bytes() {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "Field[" + subject + " " + name + "]";
    }
  }

  /** The keys of a result, each unwrapped once. */
  private final class Unwrapped {
    private final Map<Long, SubjectKey> byId = new HashMap<>();

    SubjectKey key(Object[] row, int from, Subject subject) {
      return key(SubjectKeys.Wrapped.of(row, from), subject);
    }

    SubjectKey key(SubjectKeys.Wrapped wrapped, Subject subject) {
      SubjectKey key = byId.get(wrapped.id());
      if (key == null || !key.subject().equals(subject)) {
        key = keys.unwrap(wrapped, subject);
        byId.put(wrapped.id(), key);
      }
      return key;
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * The key under which something of a subject is sealed that lies elsewhere; made if there is
   * none. Its id must stand beside what it seals.
   */
  public SubjectKey key(Subject subject) {
    return keys.use(List.of(subject)).get(subject);
  }

  /** The key with that id; none once the subject is erased. */
  public Optional<SubjectKey> key(Subject subject, long keyId) {
    return keys.find(subject, keyId);
  }

  /** Which of these keys are still there: of no erased subject. */
  public Set<Long> living(Collection<Long> keyIds) {
    Set<Long> living = new HashSet<>();
    for (List<Long> chunk : Rows.chunks(keyIds)) {
      List<?> found =
          entities
              .createNativeQuery("SELECT key_id FROM vault_key WHERE key_id IN (?1)")
              .setParameter(1, chunk)
              .getResultList();
      found.forEach(id -> living.add(((Number) id).longValue()));
    }
    return living;
  }

  /**
   * The subjects whose current value of a field is exactly that one, by id. Any number may share
   * one: a family has one telephone.
   *
   * @param field one that can be looked up: {@code phone} of a member, {@code contactPhone} of a
   *     wish
   * @param value as people write it; nobody is found by what is no telephone number
   */
  public List<Long> find(SubjectType type, String field, String value) {
    if (!Lookup.covers(field)) {
      throw new IllegalArgumentException(field + " is not a field that can be looked up");
    }
    PhoneNumber number = PhoneNumber.parse(value).orElse(null);
    if (number == null) {
      return List.of();
    }
    List<Long> found = new ArrayList<>();
    for (Lookup.Tag tag : lookup.tags(type, field, number)) {
      @SuppressWarnings("unchecked")
      List<Object[]> rows =
          entities
              .createNativeQuery(
                  "SELECT v.subject_id, v.content,"
                      + KEY
                      + " FROM vault_value v"
                      + BY_KEY
                      + " WHERE v.lookup_key = ?1 AND v.lookup = ?2"
                      + " AND v.subject_type = ?3 AND v.field = ?4")
              .setParameter(1, tag.keyId())
              .setParameter(2, tag.bytes())
              .setParameter(3, type.name())
              .setParameter(4, field)
              .getResultList();
      for (Object[] row : rows) {
        Subject subject = new Subject(type, ((Number) row[0]).longValue());
        byte[] content = new Unwrapped().key(row, 2, subject).open((byte[]) row[1], VALUE, field);
        // The tag lies open beside the value: who can write rows could lead a login to another's.
        if (PhoneNumber.parse(text(content)).filter(number::equals).isEmpty()) {
          throw new SealBrokenException(
              "vault_value %s %s %s bears another's tag"
                  .formatted(type, Id.text(subject.id()), field));
        }
        found.add(subject.id());
      }
    }
    return found.stream().distinct().sorted().toList();
  }

  /**
   * Destroys what the vault holds of a subject: its key, its values, what opens the leaves'
   * commitments, and who its pseudonyms are: the member's one; for a wish, those of residents in
   * its leaves; for an account, all but that of staff, who answer for what they did. The leaves
   * stay as they are, and so do their proofs. Once more does nothing. An entry that names the
   * subject by its old pseudonym must be appended before. Whoever keeps something sealed elsewhere
   * is told by an {@link Erased} event in the same transaction.
   */
  public void erase(Subject subject) {
    for (String table : List.of("vault_value", "vault_opening")) {
      entities
          .createNativeQuery(
              "DELETE FROM " + table + " WHERE subject_type = ?1 AND subject_id = ?2")
          .setParameter(1, subject.type().name())
          .setParameter(2, subject.id())
          .executeUpdate();
    }
    switch (subject.type()) {
      case MEMBER ->
          entities
              .createNativeQuery(
                  "DELETE FROM vault_pseudonym WHERE subject_type = 'MEMBER' AND subject_key = ?1")
              .setParameter(1, Id.text(subject.id()))
              .executeUpdate();
      case WISH ->
          entities
              .createNativeQuery(
                  "DELETE FROM vault_pseudonym WHERE subject_type = 'RESIDENT' AND scope = ?1")
              .setParameter(1, subject.id())
              .executeUpdate();
      case ACCOUNT ->
          entities
              .createNativeQuery(
                  "DELETE FROM vault_pseudonym WHERE subject_key = ?1"
                      + " AND (subject_type = 'RESIDENT' OR subject_type = 'ACCOUNT'"
                      + " AND NOT EXISTS (SELECT id FROM account"
                      + " WHERE id = ?2 AND role <> 'RESIDENT'))")
              .setParameter(1, Id.text(subject.id()))
              .setParameter(2, subject.id())
              .executeUpdate();
      case IMPORT ->
          entities
              .createNativeQuery("DELETE FROM vault_import WHERE job_id = ?1")
              .setParameter(1, subject.id())
              .executeUpdate();
      case ORGANISATION, DIVISION -> {
        // No persons: their names are public.
      }
      case INDEX, DIGEST -> throw new IllegalArgumentException(subject + " is nobody");
    }
    keys.destroy(subject);
    erased.fire(new Erased(subject));
  }

  /** Whether a pseudonym of a resident is that account's. */
  public boolean knowsResident(String account) {
    return !entities
        .createNativeQuery(
            "SELECT scope FROM vault_pseudonym"
                + " WHERE subject_type = 'RESIDENT' AND subject_key = ?1 LIMIT 1")
        .setParameter(1, account)
        .getResultList()
        .isEmpty();
  }

  /**
   * Forgets which pseudonyms were an account's as a resident; those of staff stay, who answer for
   * what they did. Once more does nothing.
   */
  public void forgetResident(String account) {
    entities
        .createNativeQuery(
            "DELETE FROM vault_pseudonym WHERE subject_type = 'RESIDENT' AND subject_key = ?1")
        .setParameter(1, account)
        .executeUpdate();
  }

  /** The newest commitment to a field of a subject, made again from its salt and value. */
  public Optional<Commitment> lastCommitment(Subject subject, String field) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT v.entry_id, v.content,"
                    + KEY
                    + " FROM vault_opening v"
                    + BY_KEY
                    + " WHERE v.subject_type = ?1 AND v.subject_id = ?2 AND v.field = ?3"
                    + " ORDER BY v.entry_id DESC LIMIT 1")
            .setParameter(1, subject.type().name())
            .setParameter(2, subject.id())
            .setParameter(3, field)
            .getResultList();
    return rows.stream()
        .findFirst()
        .map(
            row ->
                Opened.of(
                    new Unwrapped().key(row, 2, subject),
                    ((Number) row[0]).longValue(),
                    field,
                    (byte[]) row[1]))
        .map(opened -> Commitment.of(opened.saltBytes(), field, opened.value()));
  }

  /** What opens the commitments of an entry, by field, as far as it is not erased. */
  public List<Opened> openings(long entryId) {
    return opened("v.entry_id = ?1", entryId, null).stream()
        .sorted(Comparator.comparing(Opened::field))
        .toList();
  }

  /** What entries committed to under one field, by entry, as far as it is not erased. */
  public Map<Long, String> committed(Collection<Long> entryIds, String field) {
    Map<Long, String> values = new HashMap<>();
    for (List<Long> chunk : Rows.chunks(entryIds)) {
      opened("v.entry_id IN (?1) AND v.field = ?2", chunk, field)
          .forEach(opened -> values.put(opened.entryId(), opened.value()));
    }
    return values;
  }

  private List<Opened> opened(String where, Object first, String second) {
    Query query =
        entities
            .createNativeQuery(
                "SELECT v.entry_id, v.field, v.subject_type, v.subject_id, v.content,"
                    + KEY
                    + " FROM vault_opening v"
                    + BY_KEY
                    + " WHERE "
                    + where)
            .setParameter(1, first);
    if (second != null) {
      query.setParameter(2, second);
    }
    Unwrapped unwrapped = new Unwrapped();
    @SuppressWarnings("unchecked")
    List<Object[]> rows = query.getResultList();
    return rows.stream()
        .map(
            row -> {
              Subject subject =
                  new Subject(SubjectType.valueOf((String) row[2]), ((Number) row[3]).longValue());
              return Opened.of(
                  unwrapped.key(row, 5, subject),
                  ((Number) row[0]).longValue(),
                  (String) row[1],
                  (byte[]) row[4]);
            })
        .toList();
  }

  /** The one pseudonym under which a member appears in all leaves; made at the first call. */
  public String memberPseudonym(long memberId) {
    return pseudonyms("MEMBER", List.of(Id.text(memberId)), 0).get(Id.text(memberId));
  }

  /** The one pseudonym under which an account appears in all leaves; made at the first call. */
  public String accountPseudonym(String account) {
    return pseudonyms("ACCOUNT", List.of(account), 0).get(account);
  }

  /** The pseudonyms of several members by member id; those who have none yet get one. */
  public Map<Long, String> memberPseudonyms(Collection<Long> memberIds) {
    List<String> keys = memberIds.stream().map(id -> Id.text(id.longValue())).toList();
    Map<Long, String> byMember = new LinkedHashMap<>();
    pseudonyms("MEMBER", keys, 0)
        .forEach((key, pseudonym) -> byMember.put(Tsid.from(key).toLong(), pseudonym));
    return byMember;
  }

  /**
   * The pseudonyms of grids and buildings by code: they are finer than a leaf may show.
   *
   * @param codes codes of divisions below a community
   */
  public Map<String, String> divisionPseudonyms(Collection<String> codes) {
    return pseudonyms("DIVISION", codes, 0);
  }

  /** The members behind pseudonyms; one that is nobody's any more is missing. */
  public Map<String, Long> membersOf(Collection<String> pseudonyms) {
    Map<String, Long> members = new HashMap<>();
    for (List<String> chunk : Rows.chunks(pseudonyms)) {
      @SuppressWarnings("unchecked")
      List<Object[]> rows =
          entities
              .createNativeQuery(
                  "SELECT pseudonym, subject_key FROM vault_pseudonym"
                      + " WHERE pseudonym IN (?1) AND subject_type = 'MEMBER'")
              .setParameter(1, chunk)
              .getResultList();
      rows.forEach(row -> members.put((String) row[0], Tsid.from((String) row[1]).toLong()));
    }
    return members;
  }

  /** The member behind a pseudonym, or null when it is nobody's any more. */
  public Long memberOf(String pseudonym) {
    List<?> keys =
        entities
            .createNativeQuery(
                "SELECT subject_key FROM vault_pseudonym"
                    + " WHERE pseudonym = ?1 AND subject_type = 'MEMBER'")
            .setParameter(1, pseudonym)
            .getResultList();
    return keys.isEmpty() ? null : Tsid.from((String) keys.getFirst()).toLong();
  }

  /**
   * How the caller appears in the leaf of an entry: a member as itself, a resident under a name of
   * its own for each wish, so that its wishes cannot be linked, anybody else by account.
   *
   * @param wishId the wish that the entry is about, 0 for any other aggregate
   */
  public Actor actor(Caller caller, long wishId) {
    if (caller.role() == Role.SYSTEM) {
      return new Actor("system", null, Role.SYSTEM.name());
    }
    String organisation = Id.text(caller.organisationId());
    String pseudonym;
    if (caller.memberId() != null) {
      pseudonym = memberPseudonym(caller.memberId());
    } else if (caller.role() == Role.RESIDENT) {
      pseudonym = pseudonyms("RESIDENT", List.of(caller.account()), wishId).get(caller.account());
    } else {
      pseudonym = pseudonyms("ACCOUNT", List.of(caller.account()), 0).get(caller.account());
    }
    return new Actor(pseudonym, organisation, caller.role().name());
  }

  /** Names that are known, by the text of a member's id and by account. */
  public record Names(Map<String, String> ofMembers, Map<String, String> ofAccounts) {}

  /**
   * Asks with other rows for the names that {@link #actors} will want of these callers, as far as
   * there are any; residents, who have a name for each wish, are left out.
   */
  public Names names(RoundTrip trip, Collection<Caller> callers) {
    Names names = new Names(new HashMap<>(), new HashMap<>());
    Keys keys = Keys.of(callers);
    select(trip, "MEMBER", keys.members(), 0, names.ofMembers());
    select(trip, "ACCOUNT", keys.accounts(), 0, names.ofAccounts());
    return names;
  }

  /** What members and staff are named by; residents are left out. */
  private record Keys(Set<String> members, Set<String> accounts) {
    static Keys of(Collection<Caller> callers) {
      Keys keys = new Keys(new TreeSet<>(), new TreeSet<>());
      for (Caller caller : callers) {
        if (caller.is(Role.RESIDENT, Role.SYSTEM)) {
          continue;
        }
        if (caller.memberId() != null) {
          keys.members.add(Id.text(caller.memberId()));
        } else {
          keys.accounts.add(caller.account());
        }
      }
      return keys;
    }
  }

  /**
   * How members and staff appear in leaves, as {@link #actor} says of one.
   *
   * @param callers no residents
   * @param known names that need not be looked up
   */
  public Map<Caller, Actor> actors(Collection<Caller> callers, Names known) {
    for (Caller caller : callers) {
      if (caller.is(Role.RESIDENT, Role.SYSTEM)) {
        throw new IllegalArgumentException(caller.role() + " is not known by one name");
      }
    }
    Keys keys = Keys.of(callers);
    keys.members.removeAll(known.ofMembers().keySet());
    keys.accounts.removeAll(known.ofAccounts().keySet());
    known.ofMembers().putAll(pseudonyms("MEMBER", keys.members, 0));
    known.ofAccounts().putAll(pseudonyms("ACCOUNT", keys.accounts, 0));
    Map<Caller, Actor> actors = new HashMap<>();
    for (Caller caller : callers) {
      String pseudonym =
          caller.memberId() != null
              ? known.ofMembers().get(Id.text(caller.memberId()))
              : known.ofAccounts().get(caller.account());
      actors.put(
          caller, new Actor(pseudonym, Id.text(caller.organisationId()), caller.role().name()));
    }
    return actors;
  }

  private Map<String, String> pseudonyms(String type, Collection<String> keys, long scope) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> all = List.copyOf(keys);
    for (int start = 0; start < all.size(); start += CHUNK) {
      List<String> chunk = all.subList(start, Math.min(all.size(), start + CHUNK));
      select(type, chunk, scope, found);
      List<String> missing = chunk.stream().filter(key -> !found.containsKey(key)).toList();
      // Somebody else may be making the same one: the first stands, and both read it.
      Rows.insert(
          entities,
          "INSERT INTO vault_pseudonym (pseudonym, subject_type, subject_key, scope)"
              + " VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE scope = scope",
          missing,
          (row, key) -> {
            row.setString(1, newPseudonym());
            row.setString(2, type);
            row.setString(3, key);
            row.setLong(4, scope);
          });
      if (!missing.isEmpty()) {
        select(type, missing, scope, found);
      }
    }
    return found;
  }

  private void select(String type, List<String> keys, long scope, Map<String, String> found) {
    RoundTrip trip = new RoundTrip();
    select(trip, type, keys, scope, found);
    trip.send(entities);
  }

  private static void select(
      RoundTrip trip, String type, Collection<String> keys, long scope, Map<String, String> found) {
    trip.read(
        "SELECT subject_key, pseudonym FROM vault_pseudonym"
            + " WHERE subject_type = ? AND scope = ? AND subject_key IN (%s)",
        List.of(type, scope), keys, row -> found.put(row.getString(1), row.getString(2)));
  }

  /** 128 random bits in 26 lower-case letters and digits. */
  private static String newPseudonym() {
    String digits = new BigInteger(1, Ids.randomBytes(16)).toString(32);
    return "0".repeat(26 - digits.length()) + digits.toLowerCase(Locale.ROOT);
  }
}
