package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.microwish.platform.sql.JdbcQuery;

/**
 * Runs single SQL statements on the ledger's tables, each in its own transaction. Works in threads
 * without a request or Hibernate session too, such as the sequencer's and the publisher's. See
 * {@link JdbcQuery} for parameters and results.
 */
@ApplicationScoped
class Queries {

  private final DataSource database;

  Queries(DataSource database) {
    this.database = database;
  }

  /** Runs a prepared statement and returns its result. */
  @FunctionalInterface
  private interface Work<T> {
    T run(JdbcQuery query) throws SQLException;
  }

  /** Returns all rows of a query. */
  <R> List<R> list(Class<R> type, String sql, Map<String, ?> parameters) {
    return run(sql, parameters, query -> query.list(type));
  }

  /** Returns the first row of a query; empty if there is none. */
  <R> Optional<R> first(Class<R> type, String sql, Map<String, ?> parameters) {
    return run(sql, parameters, query -> query.first(type));
  }

  /** Changes rows and returns their number. */
  int update(String sql, Map<String, ?> parameters) {
    return run(sql, parameters, JdbcQuery::run);
  }

  private <T> T run(String sql, Map<String, ?> parameters, Work<T> work) {
    try (Connection connection = database.getConnection()) {
      JdbcQuery query = JdbcQuery.of(connection, sql);
      parameters.forEach(query::set);
      return work.run(query);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
