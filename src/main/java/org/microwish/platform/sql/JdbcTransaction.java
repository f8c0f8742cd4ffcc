package org.microwish.platform.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs a transaction on a plain JDBC connection, without a Hibernate session. */
public final class JdbcTransaction {

  private JdbcTransaction() {}

  /** The statements to run in the transaction. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Runs the work in a transaction of its own, commits and returns the result of the work. If
   * anything is thrown, rolls the transaction back and throws the same again.
   *
   * @throws SQLException if the database rejects a statement, or if it is unknown whether the
   *     commit succeeded
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
        // Roll back for an Error too: without a rollback, switching autocommit on would commit the
        // work done so far.
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
