package org.microwish.platform.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Wraps a connection and leaves autocommit off on the server until a statement needs it on. Pools
 * switch it off before each transaction and on again afterwards, which costs two of the four round
 * trips of a transaction with one statement. Neither Agroal nor Connector/J has an option to avoid
 * this.
 *
 * <p>Statements must be created in the autocommit mode in which they run, as Hibernate and the pool
 * do.
 */
final class LazyAutoCommit implements InvocationHandler {

  private final Connection connection;

  /** The mode that the caller set; {@link #connection} has the server's mode. */
  private boolean wanted;

  /** Whether a statement was created in the current transaction. */
  private boolean used;

  private LazyAutoCommit(Connection connection) throws SQLException {
    this.connection = connection;
    this.wanted = connection.getAutoCommit();
  }

  /** Wraps a connection. */
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
        // Off applies at once; on waits for the next statement, unless it has statements to commit.
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

  /** A rollback to a savepoint does not count: the transaction continues. */
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
