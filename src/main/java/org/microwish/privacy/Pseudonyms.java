package org.microwish.privacy;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.Actor;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.privacy.VaultPseudonym.Owner;

/**
 * Creates, finds and deletes the random pseudonyms under which people, grids and buildings appear
 * in leaves. After the row that links a pseudonym to a person is deleted, the leaves no longer
 * reveal who the person is. All methods run in the caller's transaction.
 */
@ApplicationScoped
public class Pseudonyms {

  private final PseudonymQueries queries;
  private final Bulk bulk;

  Pseudonyms(PseudonymQueries queries, Bulk bulk) {
    this.queries = queries;
    this.bulk = bulk;
  }

  /** Returns the pseudonym of a member, the same in all leaves; creates it at the first call. */
  public String ofMember(long memberId) {
    return of(Owner.MEMBER, List.of(Id.text(memberId)), 0).get(Id.text(memberId));
  }

  /** Returns the pseudonym of an account, the same in all leaves; creates it at the first call. */
  public String ofAccount(String account) {
    return of(Owner.ACCOUNT, List.of(account), 0).get(account);
  }

  /** Returns the pseudonyms of several members by member id; creates those that are missing. */
  public Map<Long, String> ofMembers(Collection<Long> memberIds) {
    List<String> keys = memberIds.stream().map(id -> Id.text(id.longValue())).toList();
    Map<Long, String> byMember = new LinkedHashMap<>();
    of(Owner.MEMBER, keys, 0)
        .forEach((key, pseudonym) -> byMember.put(Tsid.from(key).toLong(), pseudonym));
    return byMember;
  }

  /**
   * Returns the pseudonyms of grids and buildings by code; creates those that are missing. Leaves
   * do not show the codes themselves, because such a small area could identify a person.
   *
   * @param codes codes of divisions below a community
   */
  public Map<String, String> ofDivisions(Collection<String> codes) {
    return of(Owner.DIVISION, codes, 0);
  }

  /** Returns the ids of members by pseudonym; omits pseudonyms whose member was erased. */
  public Map<String, Long> members(Collection<String> pseudonyms) {
    Map<String, Long> members = new HashMap<>();
    if (!pseudonyms.isEmpty()) {
      queries
          .resolve(Owner.MEMBER, pseudonyms)
          .forEach(row -> members.put(row.pseudonym(), Tsid.from(row.subjectKey()).toLong()));
    }
    return members;
  }

  /**
   * Returns the caller as the leaf of an entry shows them: a member by the member's pseudonym; a
   * resident by a separate pseudonym for each wish, so that the wishes cannot be linked; the
   * service as {@code system}; any other caller by the account's pseudonym.
   *
   * @param wishId the wish that the entry is about, 0 for any other aggregate
   */
  public Actor actor(Caller caller, long wishId) {
    if (caller.role() == Role.SYSTEM) {
      return new Actor("system", null, Role.SYSTEM.name());
    }
    String pseudonym;
    if (caller.memberId() != null) {
      pseudonym = ofMember(caller.memberId());
    } else if (caller.role() == Role.RESIDENT) {
      pseudonym = of(Owner.RESIDENT, List.of(caller.account()), wishId).get(caller.account());
    } else {
      pseudonym = ofAccount(caller.account());
    }
    return new Actor(pseudonym, Id.text(caller.organisationId()), caller.role().name());
  }

  /** Pseudonyms that were read from the database, by the text of a member's id and by account. */
  public record Known(Map<String, String> ofMembers, Map<String, String> ofAccounts) {}

  /**
   * Adds to a round trip the read of the existing pseudonyms that {@link #actors} needs for these
   * callers. Skips the system, and residents, who have one pseudonym for each wish.
   */
  public Pending<Known> known(RoundTrip trip, Collection<Caller> callers) {
    Known known = new Known(new HashMap<>(), new HashMap<>());
    Keys keys = Keys.of(callers);
    read(trip, Owner.MEMBER, keys.members(), known.ofMembers());
    read(trip, Owner.ACCOUNT, keys.accounts(), known.ofAccounts());
    return trip.pending(known);
  }

  private static void read(
      RoundTrip trip, Owner owner, Collection<String> keys, Map<String, String> found) {
    trip.read(
        "SELECT subject_key, pseudonym FROM vault_pseudonym"
            + " WHERE subject_type = ? AND scope = 0 AND subject_key IN (%s)",
        List.of(owner.name()), keys, row -> found.put(row.getString(1), row.getString(2)));
  }

  /** The keys by which the pseudonyms of members and staff are stored. */
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
   * Returns members and staff as leaves show them, like {@link #actor} for one caller.
   *
   * @param callers must not contain residents or the system
   * @param known pseudonyms that were read already; this method adds those that it reads or creates
   */
  public Map<Caller, Actor> actors(Collection<Caller> callers, Known known) {
    for (Caller caller : callers) {
      if (caller.is(Role.RESIDENT, Role.SYSTEM)) {
        throw new IllegalArgumentException(caller.role() + " has no single pseudonym");
      }
    }
    Keys keys = Keys.of(callers);
    keys.members.removeAll(known.ofMembers().keySet());
    keys.accounts.removeAll(known.ofAccounts().keySet());
    known.ofMembers().putAll(of(Owner.MEMBER, keys.members, 0));
    known.ofAccounts().putAll(of(Owner.ACCOUNT, keys.accounts, 0));
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

  /** Whether the account has pseudonyms as a resident. */
  public boolean knowsResident(String account) {
    return queries.count(Owner.RESIDENT, account) > 0;
  }

  /**
   * Deletes the link between an account and its pseudonyms as a resident. Keeps the pseudonym that
   * the account has as staff, because staff stay accountable for their actions. Idempotent.
   */
  public void forgetResident(String account) {
    queries.delete(Owner.RESIDENT, account);
  }

  /**
   * Deletes the rows that link an erased subject to its pseudonyms, as {@link Vault#erase}
   * describes.
   */
  void forget(Subject subject) {
    switch (subject.type()) {
      case MEMBER -> queries.delete(Owner.MEMBER, Id.text(subject.id()));
      case WISH -> queries.delete(Owner.RESIDENT, subject.id());
      case ACCOUNT -> {
        queries.delete(Owner.RESIDENT, Id.text(subject.id()));
        queries.deleteUnlessStaff(Id.text(subject.id()), subject.id());
      }
      case ORGANISATION, DIVISION, GROUP, STATION, DEMAND, ERASURE, IMPORT -> {
        // Subjects of these types are not people, so there is nothing to delete.
      }
      case INDEX, DIGEST -> throw new IllegalArgumentException(subject + " has no pseudonym");
    }
  }

  private record NewPseudonym(String pseudonym, Owner owner, String key, long scope) {}

  private Map<String, String> of(Owner owner, Collection<String> keys, long scope) {
    Map<String, String> found = new LinkedHashMap<>();
    read(owner, keys, scope, found);
    List<NewPseudonym> missing = new ArrayList<>();
    for (String key : keys) {
      if (!found.containsKey(key)) {
        missing.add(new NewPseudonym(newPseudonym(), owner, key, scope));
      }
    }
    if (!missing.isEmpty()) {
      // Another transaction may create a pseudonym for the same key. The first one is kept, and
      // both transactions read it.
      bulk.run(
          """
          INSERT INTO vault_pseudonym (pseudonym, subject_type, subject_key, scope)
          VALUES (:pseudonym, :owner, :key, :scope) ON DUPLICATE KEY UPDATE scope = scope
          """,
          missing);
      read(owner, missing.stream().map(NewPseudonym::key).toList(), scope, found);
    }
    return found;
  }

  private void read(Owner owner, Collection<String> keys, long scope, Map<String, String> found) {
    if (!keys.isEmpty()) {
      queries.of(owner, scope, keys).forEach(row -> found.put(row.subjectKey(), row.pseudonym()));
    }
  }

  /** Returns a new pseudonym: 128 random bits as 26 lower-case letters and digits. */
  private static String newPseudonym() {
    String digits = new BigInteger(1, Ids.randomBytes(16)).toString(32);
    return "0".repeat(26 - digits.length()) + digits.toLowerCase(Locale.ROOT);
  }
}
