package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.wish.Duplicate.Match;
import org.microwish.wish.lifecycle.WishState;

/**
 * Finds wishes of the same community that may be records of the same need, by the keyed tags of the
 * vault and by the words of public titles. Decrypts no value: the results are only hints, which a
 * person must check.
 */
@ApplicationScoped
public class Duplicates {

  /** The maximum number of wishes that are returned. */
  static final int SHOWN = 5;

  /**
   * Maximum number of wishes with the same value that are examined, newest first; most values occur
   * in one wish only.
   */
  private static final int LOOKED_AT = 1_000;

  /**
   * For each field of a wish with a look-up tag, the kind of match if another wish has the same
   * value.
   */
  private static final Map<String, Match> FIELDS =
      Map.of(
          "residentName", Match.RESIDENT,
          "contactName", Match.RESIDENT,
          "contactPhone", Match.PHONE,
          "title", Match.TITLE);

  /**
   * Each of these fields is compared with both, because a person can be the resident of one wish
   * and the contact of another.
   */
  private static final List<String> NAMES = List.of("residentName", "contactName");

  private final Vault vault;
  private final SearchQueries queries;
  private final SearchWords words;

  Duplicates(Vault vault, SearchQueries queries, SearchWords words) {
    this.vault = vault;
    this.queries = queries;
    this.words = words;
  }

  /**
   * Returns the wishes of the caller's division that may be duplicates of the wish, newest first;
   * empty unless the caller is a collector or operator.
   */
  public List<Duplicate> of(Caller caller, Wish wish) {
    return of(caller, wish, vault.read(wish.subject()));
  }

  /**
   * Returns wishes that may be duplicates of the wish, newest first.
   *
   * @param values the values of the wish in the vault, which the caller of this method has already
   *     read
   */
  public List<Duplicate> of(Caller caller, Wish wish, Map<String, String> values) {
    if (!caller.is(Role.COLLECTOR, Role.OPERATOR) || wish.erasedAt != null) {
      return List.of();
    }
    Map<Long, Set<Match>> found = new TreeMap<>();
    FIELDS.forEach(
        (field, match) -> {
          for (String given : NAMES.contains(field) ? NAMES : List.of(field)) {
            vault
                .candidates(SubjectType.WISH, field, values.get(given), LOOKED_AT)
                .forEach(id -> add(found, id, match));
          }
        });
    if (wish.resident != null) {
      queries
          .ofResident(wish.resident, wish.id, LOOKED_AT)
          .forEach(id -> add(found, id, Match.RESIDENT));
    }
    String title = values.get("title");
    List<Long> sameWords =
        title == null || title.isBlank()
            ? List.of()
            : words.candidates(title, LOOKED_AT).before(Long.MAX_VALUE, 0).ids();
    sameWords.forEach(id -> found.computeIfAbsent(id, none -> EnumSet.noneOf(Match.class)));
    found.remove(wish.id);
    if (found.isEmpty()) {
      return List.of();
    }
    List<Duplicate> shown = new ArrayList<>();
    for (SearchQueries.Likeness each :
        queries.alike(
            found.keySet(), DivisionCode.publicPath(wish.divisionPath), WishState.WITHDRAWN)) {
      if (Vault.isSame("title", title, each.title())) {
        add(found, each.id(), Match.TITLE);
      }
      Set<Match> matches = found.get(each.id());
      if (!matches.isEmpty() && caller.covers(each.divisionPath()) && shown.size() < SHOWN) {
        shown.add(new Duplicate(new Id(each.id()), List.copyOf(matches)));
      }
    }
    return shown;
  }

  private static void add(Map<Long, Set<Match>> found, long id, Match match) {
    found.computeIfAbsent(id, none -> EnumSet.noneOf(Match.class)).add(match);
  }
}
