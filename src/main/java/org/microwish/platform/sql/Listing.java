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
 * A filtered list of rows, read page by page. Each filter is declared once; it yields both a query
 * condition and a part of the cursor, which is valid only with the same filters. The sort keys
 * yield both the order and the position after a cursor.
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
   * @param from the HQL up to the condition, such as {@code "from Wish w"}
   */
  public Listing(Class<R> type, String from) {
    this.type = type;
    this.from = from;
  }

  /**
   * Adds a filter; ignores a null value or an empty collection.
   *
   * @param name the query parameter; the condition refers to its value as {@code :name}
   * @param condition HQL
   */
  public Listing<R> filter(String name, Object value, String condition) {
    if (value == null || (value instanceof Collection<?> several && several.isEmpty())) {
      return this;
    }
    filters.put(name, value);
    return only(condition, name, value);
  }

  /**
   * Adds a filter whose condition depends on the value and has no parameter; ignores a null value.
   */
  public <V> Listing<R> filter(String name, V value, Function<V, String> condition) {
    if (value != null) {
      filters.put(name, value);
      only(condition.apply(value));
    }
    return this;
  }

  /**
   * Adds a filter for paths in a subtree.
   *
   * @param path the path of the subtree's root; null or empty adds no filter
   */
  public Listing<R> subtree(String name, String field, String path) {
    if (path == null || path.isEmpty()) {
      return this;
    }
    filters.put(name, path);
    return within(field, path);
  }

  /** Adds a filter for texts that contain another; the column's collation decides on case. */
  public Listing<R> contains(String name, String field, String text) {
    if (text == null || text.isBlank()) {
      return this;
    }
    filters.put(name, text);
    return only(field + " like :" + name + " escape '!'", name, containing(text));
  }

  /**
   * A LIKE pattern, with {@code !} as escape character, that matches texts containing the given
   * text literally.
   */
  public static String containing(String text) {
    return "%" + text.strip().replaceAll("[!%_]", "!$0") + "%";
  }

  /**
   * Restricts the list regardless of the client's filters, for example to what the caller may see.
   */
  public Listing<R> only(String condition) {
    conditions.add("(" + condition + ")");
    return this;
  }

  /** The same with a named parameter. */
  public Listing<R> only(String condition, String name, Object value) {
    parameters.put(name, value);
    return only(condition);
  }

  /** Restricts the list to a subtree; null or empty means no restriction. */
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
   * Reads the requested page in the order of the sort keys, which must be unique together.
   *
   * @throws org.microwish.problem.ProblemException naming {@code cursor} if it is invalid or
   *     belongs to other filters
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

  /** Reads the first rows in the order of the sort keys. */
  public List<R> list(EntityManager entities, int limit) {
    return query(entities).setMaxResults(limit).getResultList();
  }

  /** Reads the first row. */
  public Optional<R> first(EntityManager entities) {
    return list(entities, 1).stream().findFirst();
  }

  /** Adds the condition for rows after the cursor (a, b): {@code a > :a or a = :a and b > :b}. */
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
