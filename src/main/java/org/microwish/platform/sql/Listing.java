package org.microwish.platform.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * Reads a filtered list of rows, page by page. Each filter is declared once: the query gets its
 * condition, and the cursor gets its value, because a cursor is valid only with the same filters.
 * Each sort key is declared once too: for the order of the rows, and for the condition that selects
 * the rows after a cursor.
 *
 * <pre>{@code
 * return new Listing<>(Organisation.class, "from Organisation o")
 *     .subtree("division", "o.divisionPath", division)
 *     .filter("kind", kind, "o.kind = :kind")
 *     .ascending("o.id", organisation -> organisation.id)
 *     .page(entities, page);
 * }</pre>
 *
 * @param <R> an entity, or a record of the selected columns
 */
public final class Listing<R> {

  /** Maximum number of portions of candidates that are read for one page; see {@link #among}. */
  private static final int PORTIONS = 8;

  private final Class<R> type;
  private final String from;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, Object> filters = new LinkedHashMap<>();
  private final List<Key<R>> keys = new ArrayList<>();
  private Candidates candidates;

  /**
   * A sort key.
   *
   * @param field the HQL path to sort by
   * @param value returns the key of a row
   * @param read parses the key in a cursor
   */
  private record Key<R>(
      String field, boolean descending, Function<R, ?> value, Function<String, ?> read) {}

  /**
   * Creates a list without filters and sort keys.
   *
   * @param type the type of the rows
   * @param from the HQL query before its condition, such as {@code "from Wish w"}
   */
  public Listing(Class<R> type, String from) {
    this.type = type;
    this.from = from;
  }

  /**
   * Adds a filter; a null value or an empty collection adds none.
   *
   * @param name the name of the query parameter; the condition refers to the value as {@code :name}
   * @param condition the condition in HQL
   */
  public Listing<R> filter(String name, Object value, String condition) {
    if (value == null || (value instanceof Collection<?> several && several.isEmpty())) {
      return this;
    }
    filters.put(name, value);
    return only(condition, name, value);
  }

  /**
   * Adds a filter whose condition depends on the value and has no parameter; a null value adds no
   * filter.
   *
   * @param name the name of the query parameter
   * @param condition returns the condition in HQL for the value
   */
  public <V> Listing<R> filter(String name, V value, Function<V, String> condition) {
    if (value != null) {
      filters.put(name, value);
      only(condition.apply(value));
    }
    return this;
  }

  /**
   * Adds the chosen order to the values with which a cursor is valid; null for the default order.
   * The caller must add the sort keys of the order.
   */
  public Listing<R> sorted(Enum<?> order) {
    if (order != null) {
      filters.put("sort", order);
    }
    return this;
  }

  /**
   * Adds a filter that selects the rows in a subtree of divisions.
   *
   * @param name the name of the query parameter
   * @param field the HQL path of the field with a row's path
   * @param path the path of the subtree's root; null or empty adds no filter
   */
  public Listing<R> subtree(String name, String field, String path) {
    if (path == null || path.isEmpty()) {
      return this;
    }
    filters.put(name, path);
    return within(field, path);
  }

  /**
   * Adds a filter that selects the rows whose field contains a text; the collation of the column
   * decides whether case matters.
   *
   * @param name the name of the query parameter
   * @param field the HQL path of the field
   * @param text the text to find; null or blank adds no filter
   */
  public Listing<R> contains(String name, String field, String text) {
    if (text == null || text.isBlank()) {
      return this;
    }
    filters.put(name, text);
    return only(field + " like :" + name + " escape '!'", name, containing(text));
  }

  /**
   * Returns a LIKE pattern that matches all texts containing the given text, in which {@code %} and
   * {@code _} have no special meaning. The escape character is {@code !}.
   */
  public static String containing(String text) {
    return "%" + text.strip().replaceAll("[!%_]", "!$0") + "%";
  }

  /**
   * Restricts the list by a condition that does not depend on the client's filters and is not part
   * of the cursor, for example to the rows that the caller may see.
   *
   * @param condition the condition in HQL
   */
  public Listing<R> only(String condition) {
    conditions.add("(" + condition + ")");
    return this;
  }

  /**
   * Restricts the list by a condition with a parameter, independent of the client's filters.
   *
   * @param condition the condition in HQL, which refers to the value as {@code :name}
   */
  public Listing<R> only(String condition, String name, Object value) {
    return set(name, value).only(condition);
  }

  /**
   * Sets a further parameter, for conditions with several; conditions refer to it as {@code :name}.
   */
  public Listing<R> set(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /**
   * Restricts the list to the rows in a subtree of divisions, independent of the client's filters.
   *
   * @param path the path of the subtree's root; null or empty means no restriction
   */
  public Listing<R> within(String field, String path) {
    if (path == null || path.isEmpty()) {
      return this;
    }
    String name = "path" + parameters.size();
    return only(field + " like :" + name, name, path + "%");
  }

  /** Adds a sort key: a number, the smallest first. */
  public Listing<R> ascending(String field, Function<R, Long> value) {
    keys.add(new Key<>(field, false, value, Long::valueOf));
    return this;
  }

  /** Adds a sort key: a number, the largest first. */
  public Listing<R> descending(String field, Function<R, Long> value) {
    keys.add(new Key<>(field, true, value, Long::valueOf));
    return this;
  }

  /** Adds a sort key: a text, in ascending order of the column's collation. */
  public Listing<R> ascendingText(String field, Function<R, String> value) {
    keys.add(new Key<>(field, false, value, text -> text));
    return this;
  }

  /** Adds a sort key: a time, the earliest first. */
  public Listing<R> ascendingTime(String field, Function<R, Instant> value) {
    keys.add(new Key<>(field, false, value, Listing::time));
    return this;
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException forged) {
      throw new NumberFormatException(forged.getMessage());
    }
  }

  /**
   * Finds ids of rows that may belong to a list, with an index outside the query, one portion after
   * the other.
   */
  @FunctionalInterface
  public interface Candidates {
    /**
     * Returns the next portion: ids smaller than the given one, in descending order.
     *
     * @param number the number of the portion within a request, from 0
     */
    Portion before(long id, int number);
  }

  /**
   * A portion of candidates.
   *
   * @param next the id before which the next portion begins; null if this is the last one
   */
  public record Portion(List<Long> ids, Long next) {}

  /**
   * Restricts the list to candidates. One page reads only a few portions of candidates, so that its
   * cost is bounded. The page may therefore have fewer rows than requested, or none, although the
   * next page has more. The list must have one sort key, the id, in descending order.
   */
  public Listing<R> among(Candidates found) {
    candidates = found;
    return this;
  }

  /**
   * Reads the requested page in the order of the sort keys. No two rows may have the same values of
   * all sort keys.
   *
   * @throws org.microwish.problem.ProblemException naming {@code cursor} if it is invalid or
   *     belongs to other filters
   */
  public Page<R> page(EntityManager entities, PageQuery page) {
    Filters question = Filters.of(filters);
    Optional<Cursor> after = page.after(question);
    if (candidates != null) {
      if (page.counts()) {
        // Counting would have to read the candidates of all pages.
        throw ProblemException.invalid(FieldError.query("count", FieldFault.NOT_ALLOWED));
      }
      after.ifPresent(this::startAfter);
      return amongCandidates(entities, page, question);
    }
    Long total = page.counts() ? count(entities) : null;
    after.ifPresent(this::startAfter);
    Page<R> found = page(list(entities, page.fetch()), page, question);
    return new Page<>(found.items(), found.nextCursor(), total);
  }

  /** Counts the rows on all pages, up to {@link Page#MOST}. */
  private long count(EntityManager entities) {
    // Reads the key of each row instead of count(*), because a query that returns rows can stop at
    // a limit.
    TypedQuery<Object> query =
        entities.createQuery(
            "select "
                + keys.getLast().field()
                + " "
                + from.substring(from.indexOf("from "))
                + where(),
            Object.class);
    parameters.forEach(query::setParameter);
    return query.setMaxResults(Page.MOST).getResultList().size();
  }

  private Page<R> page(List<R> rows, PageQuery page, Filters question) {
    return Page.of(
        rows,
        page,
        question,
        row -> Cursor.at(keys.stream().map(key -> key.value().apply(row)).toArray()));
  }

  private Page<R> amongCandidates(EntityManager entities, PageQuery page, Filters question) {
    Long before = (Long) parameters.getOrDefault("after0", Long.MAX_VALUE);
    List<R> found = new ArrayList<>();
    for (int number = 0; number < PORTIONS && before != null; number++) {
      Portion portion = candidates.before(before, number);
      if (!portion.ids().isEmpty()) {
        found.addAll(among(portion.ids()).list(entities, page.fetch() - found.size()));
      }
      if (found.size() == page.fetch()) {
        return page(found, page, question);
      }
      before = portion.next();
    }
    return new Page<>(found, before == null ? null : Cursor.at(before).encode(question));
  }

  /**
   * Returns this list, restricted to ids. Each id is a parameter of its own, and the last id is
   * repeated until their number is a power of two: Hibernate caches the translation of a query with
   * a fixed number of parameters, but not of a query with a list parameter.
   */
  private Listing<R> among(List<Long> ids) {
    Listing<R> chosen = new Listing<>(type, from);
    chosen.conditions.addAll(conditions);
    chosen.parameters.putAll(parameters);
    chosen.keys.addAll(keys);
    StringJoiner names = new StringJoiner(", :", keys.getFirst().field() + " in (:", ")");
    int size = Integer.highestOneBit(2 * ids.size() - 1);
    for (int i = 0; i < size; i++) {
      names.add("among" + i);
      chosen.parameters.put("among" + i, ids.get(Math.min(i, ids.size() - 1)));
    }
    return chosen.only(names.toString());
  }

  /** Reads the first rows, at most {@code limit}, in the order of the sort keys. */
  public List<R> list(EntityManager entities, int limit) {
    return query(entities).setMaxResults(limit).getResultList();
  }

  /** Reads the first row in the order of the sort keys; returns empty if there is none. */
  public Optional<R> first(EntityManager entities) {
    return list(entities, 1).stream().findFirst();
  }

  /**
   * Adds the condition that selects the rows after the cursor; for two ascending sort keys, {@code
   * a > :a or a = :a and b > :b}.
   */
  private void startAfter(Cursor cursor) {
    StringBuilder condition = new StringBuilder();
    String equal = "";
    for (int i = 0; i < keys.size(); i++) {
      Key<R> key = keys.get(i);
      String name = "after" + i;
      parameters.put(name, cursor.key(i, key.read()));
      condition
          .append(i == 0 ? "" : " or ")
          .append(equal)
          .append(key.field())
          .append(key.descending() ? " < :" : " > :")
          .append(name);
      equal += key.field() + " = :" + name + " and ";
    }
    only(condition.toString());
  }

  private TypedQuery<R> query(EntityManager entities) {
    StringBuilder hql = new StringBuilder(from).append(where());
    for (int i = 0; i < keys.size(); i++) {
      Key<R> key = keys.get(i);
      hql.append(i == 0 ? " order by " : ", ")
          .append(key.field())
          .append(key.descending() ? " desc" : "");
    }
    TypedQuery<R> query = entities.createQuery(hql.toString(), type);
    parameters.forEach(query::setParameter);
    return query;
  }

  private String where() {
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }
}
