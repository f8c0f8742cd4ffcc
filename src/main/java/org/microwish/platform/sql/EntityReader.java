package org.microwish.platform.sql;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.Formula;

/**
 * Reads whole entities from the rows of a {@link RoundTrip}. Each field, including the fields of
 * superclasses, gets the value of the column with the same name in lower case with underscores.
 * Hibernate does not manage these entities. Fields with a {@code @Formula} keep their initial
 * value.
 */
public final class EntityReader<T> implements Rows.Reader<T> {

  private final Supplier<T> constructor;
  private final List<Field> fields;
  private final String columns;

  /**
   * Creates a reader for an entity class.
   *
   * @param type the entity class
   * @param constructor creates an empty entity
   */
  public EntityReader(Class<T> type, Supplier<T> constructor) {
    this.constructor = constructor;
    this.fields =
        Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
            .flatMap(level -> Arrays.stream(level.getDeclaredFields()))
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            // The build adds fields whose names contain a $ for Hibernate, and makes the fields of
            // entities non-public.
            .filter(field -> field.getName().indexOf('$') < 0)
            .filter(field -> !field.isAnnotationPresent(Formula.class))
            .toList();
    fields.forEach(field -> field.setAccessible(true));
    this.columns =
        fields.stream()
            .map(field -> field.getName().replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  /** Returns the list of columns to select, in the order in which {@link #read} expects them. */
  public String columns() {
    return columns;
  }

  @Override
  public T read(ResultSet row) throws SQLException {
    T entity = constructor.get();
    for (int i = 0; i < fields.size(); i++) {
      try {
        fields.get(i).set(entity, JdbcQuery.column(row, i + 1, fields.get(i).getType()));
      } catch (IllegalAccessException notOurs) {
        throw new IllegalStateException(notOurs);
      }
    }
    return entity;
  }
}
