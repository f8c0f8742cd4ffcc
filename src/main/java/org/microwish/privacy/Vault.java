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
    List<Commitment> commitments = new ArrayList<>();
    Instant now = time.now();
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (value.getValue() == null) {
        entities
            .createNativeQuery(
                "DELETE FROM vault_value"
                    + " WHERE subject_type = ?1 AND subject_id = ?2 AND field = ?3")
            .setParameter(1, subject.type().name())
            .setParameter(2, subject.id())
            .setParameter(3, value.getKey())
            .executeUpdate();
        continue;
      }
      entities
          .createNativeQuery(
              "INSERT INTO vault_value (subject_type, subject_id, field, content, updated_at)"
                  + " VALUES (?1, ?2, ?3, ?4, ?5)"
                  + " ON DUPLICATE KEY UPDATE content = ?4, updated_at = ?5")
          .setParameter(1, subject.type().name())
          .setParameter(2, subject.id())
          .setParameter(3, value.getKey())
          .setParameter(4, value.getValue().getBytes(StandardCharsets.UTF_8))
          .setParameter(5, now)
          .executeUpdate();
      commitments.add(commit(entryId, subject, value.getKey(), value.getValue()));
    }
    return commitments;
  }

  /** Commits an entry to a value without keeping it as a current one. */
  public Commitment commit(long entryId, Subject subject, String field, String value) {
    byte[] salt = Ids.randomBytes(Commitment.SALT_BYTES);
    entities
        .createNativeQuery(
            "INSERT INTO vault_opening (entry_id, field, subject_type, subject_id, content, salt)"
                + " VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .setParameter(1, entryId)
        .setParameter(2, field)
        .setParameter(3, subject.type().name())
        .setParameter(4, subject.id())
        .setParameter(5, value.getBytes(StandardCharsets.UTF_8))
        .setParameter(6, salt)
        .executeUpdate();
    return Commitment.of(salt, field, value);
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

  /** The pseudonyms of several members by member id; those who have none yet get one. */
  public Map<Long, String> memberPseudonyms(Collection<Long> memberIds) {
    List<String> keys = memberIds.stream().map(id -> Id.text(id.longValue())).toList();
    Map<Long, String> byMember = new LinkedHashMap<>();
    pseudonyms("MEMBER", keys, 0)
        .forEach((key, pseudonym) -> byMember.put(Tsid.from(key).toLong(), pseudonym));
    return byMember;
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
      for (String key : missing) {
        // Somebody else may be making the same one: the first stands, and both read it.
        entities
            .createNativeQuery(
                "INSERT INTO vault_pseudonym (pseudonym, subject_type, subject_key, scope)"
                    + " VALUES (?1, ?2, ?3, ?4) ON DUPLICATE KEY UPDATE scope = scope")
            .setParameter(1, newPseudonym())
            .setParameter(2, type)
            .setParameter(3, key)
            .setParameter(4, scope)
            .executeUpdate();
      }
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
