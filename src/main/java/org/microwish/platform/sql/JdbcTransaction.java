package org.microwish.platform.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs a transaction on a plain JDBC connection, outside of Hibernate's sessions. */
public final class JdbcTransaction {

  private JdbcTransaction() {}

  /** The work in the transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs the work in its own transaction and returns its result. Any exception rolls the
   * transaction back.
   *
   * @throws SQLException if the database rejects a statement, or if the outcome of the commit is
   *     unknown
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
        // Also for an Error: switching autocommit on would commit the work done so far.
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
