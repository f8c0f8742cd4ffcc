package org.microwish.platform.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;

/**
 * A list of rows with filters, read page by page. Each filter is declared once and gives both the
 * condition of the query and its part of the cursor, which goes on with the same filters only. The
 * sort keys give both the order and the place behind a cursor.
 *
 * <pre>{@code
 * return new Listing<>(Organisation.class, "from Organisation o")
 *     .subtree("division", "o.divisionPath", division)
 *     .filter("kind", kind, "o.kind = :kind")
 *     .ascending("o.id", organisation -> organisation.id)
 *     .page(entities, page);
 * }</pre>
 *
 * @param <R> an entity, or a record made of what is selected
 */
public final class Listing<R> {

  private final Class<R> type;
  private final String from;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, Object> filters = new LinkedHashMap<>();
  private final List<Key<R>> keys = new ArrayList<>();

  /** A sort key. */
  private record Key<R>(
      String field, boolean descending, Function<R, ?> value, Function<String, ?> read) {}

  /**
   * @param from HQL up to the condition, such as {@code "from Wish w"}
   */
  public Listing(Class<R> type, String from) {
    this.type = type;
    this.from = from;
  }

  /**
   * A filter; a null or an empty collection asks for nothing.
   *
   * @param name the query parameter; the condition names its value {@code :name}
   * @param condition HQL
   */
  public Listing<R> filter(String name, Object value, String condition) {
    if (value == null || (value instanceof Collection<?> several && several.isEmpty())) {
      return this;
    }
    filters.put(name, value);
    return only(condition, name, value);
  }

  /** A filter whose condition depends on the value and has no parameter. */
  public <V> Listing<R> filter(String name, V value, Function<V, String> condition) {
    if (value != null) {
      filters.put(name, value);
      only(condition.apply(value));
    }
    return this;
  }

  /**
   * A filter for a path in a subtree.
   *
   * @param path the root's; null or empty asks for nothing
   */
  public Listing<R> subtree(String name, String field, String path) {
    if (path == null || path.isEmpty()) {
      return this;
    }
    filters.put(name, path);
    return within(field, path);
  }

  /** A filter for a text that contains another; the column's collation decides on case. */
  public Listing<R> contains(String name, String field, String text) {
    if (text == null || text.isBlank()) {
      return this;
    }
    filters.put(name, text);
    return only(field + " like :" + name + " escape '!'", name, containing(text));
  }

  /** A pattern, with {@code !} as escape, of texts that contain that one taken literally. */
  public static String containing(String text) {
    return "%" + text.strip().replaceAll("[!%_]", "!$0") + "%";
  }

  /** Restricts the list whatever is asked for, such as to what the caller may see. */
  public Listing<R> only(String condition) {
    conditions.add("(" + condition + ")");
    return this;
  }

  /** The same with a parameter. */
  public Listing<R> only(String condition, String name, Object value) {
    parameters.put(name, value);
    return only(condition);
  }

  /** Restricts the list to a subtree; null or empty for all. */
  public Listing<R> within(String field, String path) {
    if (path == null || path.isEmpty()) {
      return this;
    }
    String name = "path" + parameters.size();
    return only(field + " like :" + name, name, path + "%");
  }

  /** Sorts by a number, the smallest first. */
  public Listing<R> ascending(String field, Function<R, Long> value) {
    keys.add(new Key<>(field, false, value, Long::valueOf));
    return this;
  }

  /** Sorts by a number, the largest first. */
  public Listing<R> descending(String field, Function<R, Long> value) {
    keys.add(new Key<>(field, true, value, Long::valueOf));
    return this;
  }

  /** Sorts by a text. */
  public Listing<R> ascendingText(String field, Function<R, String> value) {
    keys.add(new Key<>(field, false, value, text -> text));
    return this;
  }

  /**
   * The page that was asked for, in the order of the keys, which must be unique together.
   *
   * @throws org.microwish.problem.ProblemException naming {@code cursor} when it is not one of
   *     ours, or belongs to other filters
   */
  public Page<R> page(EntityManager entities, PageQuery page) {
    Filters question = Filters.of(filters);
    page.after(question).ifPresent(this::startAfter);
    return Page.of(
        list(entities, page.fetch()),
        page,
        question,
        row -> Cursor.at(keys.stream().map(key -> key.value().apply(row)).toArray()));
  }

  /** The first rows in the order of the keys. */
  public List<R> list(EntityManager entities, int limit) {
    return query(entities).setMaxResults(limit).getResultList();
  }

  /** The first row. */
  public Optional<R> first(EntityManager entities) {
    return list(entities, 1).stream().findFirst();
  }

  /** After (a, b): {@code a > :a or a = :a and b > :b}. */
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
    StringBuilder hql = new StringBuilder(from);
    if (!conditions.isEmpty()) {
      hql.append(" where ").append(String.join(" and ", conditions));
    }
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
}
