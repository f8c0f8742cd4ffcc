package org.microwish.platform.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection that switches autocommit on the server only when a statement is made that needs it.
 * A pool switches it off before each transaction and on again after it: two of the four round trips
 * of a transaction of one statement. Neither Agroal nor Connector/J can be configured to spare
 * them.
 *
 * <p>Statements must be made in the mode in which they run, as Hibernate and the pool make them.
 */
final class LazyAutoCommit implements InvocationHandler {

  private final Connection connection;

  /** What the caller set; the server's mode is {@link #connection}'s. */
  private boolean wanted;

  /** Whether a statement was made since the last transaction ended. */
  private boolean used;

  private LazyAutoCommit(Connection connection) throws SQLException {
    this.connection = connection;
    this.wanted = connection.getAutoCommit();
  }

  /** The same connection, but for when it switches. */
  static Connection of(Connection connection) throws SQLException {
    return (Connection)
        Proxy.newProxyInstance(
            LazyAutoCommit.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new LazyAutoCommit(connection));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "getAutoCommit" -> {
        return wanted;
      }
      case "setAutoCommit" -> {
        wanted = (boolean) arguments[0];
        // Off before any statement; on at once only where that commits what is not committed yet.
        if (!wanted || used) {
          tell();
        }
        return null;
      }
      case "createStatement", "prepareStatement", "prepareCall" -> {
        tell();
        used = !wanted;
      }
      case "equals" -> {
        return proxy == arguments[0];
      }
      default -> {}
    }
    Object result;
    try {
      result = method.invoke(connection, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
    if ("commit".equals(method.getName()) || isRollback(method, arguments)) {
      used = false;
    }
    return result;
  }

  /** To a savepoint it is none: the transaction goes on. */
  private static boolean isRollback(Method method, Object[] arguments) {
    return "rollback".equals(method.getName()) && arguments == null;
  }

  private void tell() throws SQLException {
    if (connection.getAutoCommit() != wanted) {
      connection.setAutoCommit(wanted);
      used = false;
    }
  }
}
