package org.microwish.wish.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.sql.Rows;
import org.microwish.privacy.PersonalReads;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.wish.Wish;
import org.microwish.wish.WishAccess;
import org.microwish.wish.Wishes;

/**
 * Finds wishes by name, telephone number and external key for the staff of a division, and records
 * each search on the ledger.
 */
@ApplicationScoped
public class WishSearch {

  /** The maximum number of wishes that a search returns, newest first. */
  static final int SHOWN = 20;

  /**
   * Maximum number of wishes with the same value that are examined, newest first, of all divisions.
   * A common name occurs a few hundred times among a million wishes.
   */
  private static final int LOOKED_AT = 1000;

  private static final int PORTION = 100;

  private final Vault vault;
  private final Wishes wishes;
  private final WishAccess access;
  private final PersonalReads reads;
  private final ImportedWishes imported;

  WishSearch(
      Vault vault, Wishes wishes, WishAccess access, PersonalReads reads, ImportedWishes imported) {
    this.vault = vault;
    this.wishes = wishes;
    this.access = access;
    this.reads = reads;
    this.imported = imported;
  }

  /** A wish that was found, with its values in the vault. */
  record Found(Wish wish, Map<String, String> values) {
    @Override
    public String toString() {
      return "Found[hidden]";
    }
  }

  /** The values to search for; null matches any value. */
  record Query(Confidential name, Confidential phone, Confidential externalKey) {

    /**
     * Returns the vault fields that the search compares; the ledger entry of the search names them.
     */
    private List<String> fields() {
      List<String> fields = new ArrayList<>();
      if (name != null) {
        fields.add("contactName");
        fields.add("residentName");
      }
      if (phone != null) {
        fields.add("contactPhone");
      }
      return fields;
    }
  }

  /**
   * Searches, and writes a ledger entry about the search. Requires a running transaction.
   *
   * @param query with at least one of name, phone and external key
   */
  ReadReceipt record(Caller caller, Query query, ReadRequest request) {
    return reads.recordSearch(
        caller,
        DivisionCode.publicPath(caller.divisionPath()),
        query.fields(),
        subjects(find(caller, query)),
        request);
  }

  /** Returns the newest wishes of the caller's division that match all parts of the query. */
  List<Found> find(Caller caller, Query query) {
    List<Found> found = new ArrayList<>();
    for (List<Long> ids : Rows.chunks(candidates(query), PORTION)) {
      if (found.size() < SHOWN) {
        add(caller, query, ids, found);
      }
    }
    return found;
  }

  /** Returns the ids of wishes that may match the most selective part of the query. */
  private List<Long> candidates(Query query) {
    if (query.externalKey() != null) {
      return sorted(imported.withKey(Confidential.text(query.externalKey())));
    }
    if (query.phone() != null) {
      return vault.candidates(
          SubjectType.WISH, "contactPhone", Confidential.text(query.phone()), LOOKED_AT);
    }
    List<Long> ids =
        new ArrayList<>(
            vault.candidates(
                SubjectType.WISH, "residentName", Confidential.text(query.name()), LOOKED_AT));
    ids.addAll(
        vault.candidates(
            SubjectType.WISH, "contactName", Confidential.text(query.name()), LOOKED_AT));
    return sorted(ids);
  }

  private static List<Long> sorted(Collection<Long> ids) {
    return ids.stream().distinct().sorted(Comparator.reverseOrder()).toList();
  }

  private void add(Caller caller, Query query, List<Long> ids, List<Found> found) {
    Map<Long, Wish> seen = new LinkedHashMap<>();
    Map<Long, Wish> read = wishes.byId(ids);
    for (long id : ids) {
      Wish wish = read.get(id);
      if (wish != null && !wish.held && access.seesPrivately(caller, wish)) {
        seen.put(id, wish);
      }
    }
    Map<Long, Map<String, String>> values = vault.read(SubjectType.WISH, seen.keySet());
    seen.forEach(
        (id, wish) -> {
          Map<String, String> own = values.getOrDefault(id, Map.of());
          // Compares the decrypted values, because the look-up tag is not authenticated.
          if (found.size() < SHOWN && matches(query, own)) {
            found.add(new Found(wish, own));
          }
        });
  }

  private static boolean matches(Query query, Map<String, String> values) {
    boolean named =
        query.name() == null
            || Vault.isSame(
                "residentName", Confidential.text(query.name()), values.get("residentName"))
            || Vault.isSame(
                "contactName", Confidential.text(query.name()), values.get("contactName"));
    return named
        && (query.phone() == null
            || Vault.isSame(
                "contactPhone", Confidential.text(query.phone()), values.get("contactPhone")));
  }

  private static List<Subject> subjects(List<Found> found) {
    return found.stream().map(each -> each.wish().subject()).toList();
  }
}
