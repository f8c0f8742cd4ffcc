package org.microwish.privacy;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.microwish.identity.Caller;
import org.microwish.identity.Role;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Rows;
import org.microwish.platform.Time;

/**
 * Keeps personal values apart from the aggregates, in tables of its own, so that erasure can
 * destroy them and every proof still holds. Works in the caller's transaction.
 */
@ApplicationScoped
public class Vault {

  /** Rows of one multi-row statement; keeps statements well below the packet limit. */
  private static final int CHUNK = 500;

  private final EntityManager entities;
  private final Time time;

  Vault(EntityManager entities, Time time) {
    this.entities = entities;
    this.time = time;
  }

  /** The current values of one subject by field. */
  public Map<String, String> read(Subject subject) {
    return read(subject.type(), List.of(subject.id())).getOrDefault(subject.id(), Map.of());
  }

  /** The current values of several subjects: by subject id, then by field. */
  public Map<Long, Map<String, String>> read(SubjectType type, Collection<Long> ids) {
    Map<Long, Map<String, String>> found = new HashMap<>();
    List<Long> all = List.copyOf(ids);
    for (int start = 0; start < all.size(); start += CHUNK) {
      @SuppressWarnings("unchecked")
      List<Object[]> rows =
          entities
              .createNativeQuery(
                  "SELECT subject_id, field, content FROM vault_value"
                      + " WHERE subject_type = ?1 AND subject_id IN (?2)")
              .setParameter(1, type.name())
              .setParameter(2, all.subList(start, Math.min(all.size(), start + CHUNK)))
              .getResultList();
      for (Object[] row : rows) {
        found
            .computeIfAbsent(((Number) row[0]).longValue(), id -> new LinkedHashMap<>())
            .put((String) row[1], new String((byte[]) row[2], StandardCharsets.UTF_8));
      }
    }
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
    Rows.write(
        entities,
        "INSERT INTO vault_value (subject_type, subject_id, field, content, updated_at)"
            + " VALUES (?, ?, ?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE content = VALUES(content), updated_at = VALUES(updated_at)",
        kept,
        (row, field) -> {
          row.setString(1, field.subject().type().name());
          row.setLong(2, field.subject().id());
          row.setString(3, field.name());
          row.setBytes(4, field.bytes());
          row.setObject(5, Rows.utc(now));
        });
    Rows.write(
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
    Rows.write(
        entities,
        "INSERT INTO vault_opening (entry_id, field, subject_type, subject_id, content, salt)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        salts.entrySet(),
        (row, opening) -> {
          row.setLong(1, opening.getKey().entryId());
          row.setString(2, opening.getKey().name());
          row.setString(3, opening.getKey().subject().type().name());
          row.setLong(4, opening.getKey().subject().id());
          row.setBytes(5, opening.getKey().bytes());
          row.setBytes(6, opening.getValue());
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
    String number = PhoneNumber.parse(value).map(PhoneNumber::text).orElse(null);
    if (number == null) {
      return List.of();
    }
    List<?> ids =
        entities
            .createNativeQuery(
                "SELECT subject_id FROM vault_value"
                    + " WHERE subject_type = ?1 AND field = ?2 AND content = ?3"
                    + " ORDER BY subject_id")
            .setParameter(1, type.name())
            .setParameter(2, field)
            .setParameter(3, number.getBytes(StandardCharsets.UTF_8))
            .getResultList();
    return ids.stream().map(id -> ((Number) id).longValue()).toList();
  }

  /**
   * Destroys what the vault holds of a subject: its values, what opens the leaves' commitments, and
   * who its pseudonyms are: the member's one; for a wish, those of residents in its leaves. The
   * leaves stay as they are, and so do their proofs. Once more does nothing. An entry that names
   * the subject by its old pseudonym must be appended before.
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
      case ORGANISATION, DIVISION -> {
        // No persons: their names are public.
      }
    }
  }

  /** The newest commitment to a field of a subject, made again from its salt and value. */
  public Optional<Commitment> lastCommitment(Subject subject, String field) {
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT salt, content FROM vault_opening"
                    + " WHERE subject_type = ?1 AND subject_id = ?2 AND field = ?3"
                    + " ORDER BY entry_id DESC LIMIT 1")
            .setParameter(1, subject.type().name())
            .setParameter(2, subject.id())
            .setParameter(3, field)
            .getResultList();
    return rows.stream()
        .findFirst()
        .map(
            row ->
                Commitment.of(
                    (byte[]) row[0], field, new String((byte[]) row[1], StandardCharsets.UTF_8)));
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

  private Map<String, String> pseudonyms(String type, Collection<String> keys, long scope) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> all = List.copyOf(keys);
    for (int start = 0; start < all.size(); start += CHUNK) {
      List<String> chunk = all.subList(start, Math.min(all.size(), start + CHUNK));
      select(type, chunk, scope, found);
      List<String> missing = chunk.stream().filter(key -> !found.containsKey(key)).toList();
      // Somebody else may be making the same one: the first stands, and both read it.
      Rows.write(
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
    @SuppressWarnings("unchecked")
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT subject_key, pseudonym FROM vault_pseudonym"
                    + " WHERE subject_type = ?1 AND scope = ?2 AND subject_key IN (?3)")
            .setParameter(1, type)
            .setParameter(2, scope)
            .setParameter(3, keys)
            .getResultList();
    rows.forEach(row -> found.put((String) row[0], (String) row[1]));
  }

  /** 128 random bits in 26 lower-case letters and digits. */
  private static String newPseudonym() {
    String digits = new BigInteger(1, Ids.randomBytes(16)).toString(32);
    return "0".repeat(26 - digits.length()) + digits.toLowerCase(Locale.ROOT);
  }
}
