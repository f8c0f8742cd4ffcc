package org.microwish.platform.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A transaction on a plain connection, for work that runs outside of Hibernate's sessions. */
public final class JdbcTransaction {

  private JdbcTransaction() {}

  /** What is done in the transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs the work in a transaction of its own and returns what it returned. Whatever it throws
   * rolls the transaction back.
   *
   * @throws SQLException when the database refused, or when nobody knows whether it committed
   */
  public static <T> T call(DataSource database, Work<T> work) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        connection.setAutoCommit(true);
        return result;
      } catch (Throwable failed) {
        // Also an Error: switching autocommit on would commit what was done so far.
        try {
          connection.rollback();
          connection.setAutoCommit(true);
        } catch (SQLException broken) {
          failed.addSuppressed(broken);
        }
        throw failed;
      }
    }
  }
}
