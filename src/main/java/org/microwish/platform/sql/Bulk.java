package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import org.hibernate.Session;

/**
 * Writes many rows in the caller's transaction with JDBC, bypassing the Hibernate session. So the
 * statements do not see changes of entities that Hibernate has not flushed, and entities that were
 * read before do not show what the statements changed.
 */
@ApplicationScoped
public class Bulk {

  /**
   * Maximum number of rows per batch. Even with 10 KB in each row, a batch has only 5 MB; MariaDB's
   * default packet limit is 16 MiB.
   */
  private static final int CHUNK = 500;

  private final EntityManager entities;

  Bulk(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Runs a statement once for each row, in the session's connection. The driver combines hundreds
   * of INSERTs into one statement; it sends other statements one after the other in one round trip.
   *
   * @param sql a statement with parameters such as {@code :wishId}, each with the name of a
   *     component of the record
   * @param rows records of one type, whose components are numbers, booleans, strings, enum
   *     constants (written by name), times or bytes, or null
   * @throws org.hibernate.JDBCException if the database rejects a row
   */
  public void run(String sql, Collection<? extends Record> rows) {
    entities.unwrap(Session.class).doWork(connection -> run(connection, sql, rows));
  }

  /**
   * Runs a statement once for each row, like {@link #run(String, Collection)}, but on the given
   * JDBC connection; for threads without a Hibernate session.
   */
  public static void run(Connection connection, String sql, Collection<? extends Record> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    List<Method> accessors = new ArrayList<>();
    Class<? extends Record> type = rows.iterator().next().getClass();
    Matcher names = JdbcQuery.PARAMETER.matcher(sql);
    while (names.find()) {
      accessors.add(accessor(type, names.group(1)));
    }
    try (PreparedStatement statement = connection.prepareStatement(names.replaceAll("?"))) {
      int waiting = 0;
      for (Record row : rows) {
        for (int i = 0; i < accessors.size(); i++) {
          statement.setObject(i + 1, value(accessors.get(i), row));
        }
        statement.addBatch();
        if (++waiting == CHUNK) {
          statement.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        statement.executeBatch();
      }
    }
  }

  private static Method accessor(Class<? extends Record> type, String name) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getName().equals(name)) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return accessor;
      }
    }
    throw new IllegalArgumentException(type.getName() + " has no component " + name);
  }

  private static Object value(Method accessor, Record row) {
    try {
      return JdbcQuery.written(accessor.invoke(row));
    } catch (IllegalAccessException | InvocationTargetException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
