package org.microwish.platform.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Wraps a connection so that it switches autocommit on in the server only when a statement needs
 * that. Pools switch autocommit off before each transaction and on again afterwards, which costs
 * two of the four round trips of a transaction with one statement. Neither Agroal nor Connector/J
 * has an option to avoid this.
 *
 * <p>A statement must run in the same autocommit mode in which it was created. Hibernate and the
 * pool observe this.
 */
final class LazyAutoCommit implements InvocationHandler {

  private final Connection connection;

  /**
   * The mode that the caller has set: true if autocommit is to be on. The server's mode is that of
   * {@link #connection}.
   */
  private boolean wanted;

  /**
   * Whether a statement was created in the current transaction. If so, switching autocommit on must
   * reach the server at once, which commits the transaction.
   */
  private boolean used;

  private LazyAutoCommit(Connection connection) throws SQLException {
    this.connection = connection;
    this.wanted = connection.getAutoCommit();
  }

  /** Returns a connection that wraps the given one and switches autocommit on lazily. */
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
        // Switching off is sent to the server at once. Switching on is sent with the next
        // statement; but if the current transaction has statements, it is sent now, because it
        // commits them.
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

  /**
   * Returns whether the call rolls the whole transaction back. A rollback to a savepoint does not:
   * the transaction continues.
   */
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
