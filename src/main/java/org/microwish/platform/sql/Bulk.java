package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.Session;

/**
 * Statements that write many rows, in the caller's transaction and past the session: they do not
 * see entities that are not flushed yet, and entities that were read before do not show the change.
 */
@ApplicationScoped
public class Bulk {

  /** Rows sent together: far below the packet limit of 16 MiB even with a long text in each. */
  private static final int CHUNK = 500;

  private static final Pattern PARAMETER = Pattern.compile(":([a-z][A-Za-z0-9]*)");

  private final EntityManager entities;

  Bulk(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Runs the statement once for each row. The driver sends an INSERT for hundreds of rows in one
   * statement, and other statements one after the other in one round trip.
   *
   * @param sql with parameters such as {@code :wishId}, each the name of a component of the record
   * @param rows records of one type, whose components are numbers, booleans, texts, enums (written
   *     by their names), times or bytes, or null
   * @throws org.hibernate.JDBCException when the database refuses a row
   */
  public void run(String sql, Collection<? extends Record> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<Method> accessors = new ArrayList<>();
    Class<? extends Record> type = rows.iterator().next().getClass();
    Matcher names = PARAMETER.matcher(sql);
    while (names.find()) {
      accessors.add(accessor(type, names.group(1)));
    }
    String placeholders = names.replaceAll("?");
    Session session = entities.unwrap(Session.class);
    session.doWork(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(placeholders)) {
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
        });
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

  private static Object value(Method accessor, Record row) throws SQLException {
    try {
      return switch (accessor.invoke(row)) {
        case Instant time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        case Enum<?> constant -> constant.name();
        case null -> null;
        case Object other -> other;
      };
    } catch (IllegalAccessException | InvocationTargetException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
