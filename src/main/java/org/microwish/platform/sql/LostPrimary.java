package org.microwish.platform.sql;

import com.mysql.cj.exceptions.ExceptionInterceptor;
import com.mysql.cj.log.Log;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.Set;

/**
 * Turns "this member is no longer the primary" into a lost connection (SQLState 08S01). Then the
 * pool drops the connection and makes one to the new primary, and the command is answered by its
 * idempotency key or with 503, as after any other lost connection.
 *
 * <p>Connector/J makes one for each connection that {@link PrimaryDriver} opens to a group.
 */
public final class LostPrimary implements ExceptionInterceptor {

  /** The server is read-only, or another option prevents the statement: the message says which. */
  private static final int OPTION_PREVENTS = 1290;

  /**
   * Read-only (1836); offline mode (3032); the group did not take the commit, and whether it had it
   * before it fell apart is unknown (3100); the group's backlog cannot be waited for (3797 to
   * 3799).
   */
  private static final Set<Integer> LOST = Set.of(1836, 3032, 3100, 3797, 3798, 3799);

  /** Made by Connector/J, by name. */
  public LostPrimary() {}

  @Override
  public ExceptionInterceptor init(Properties properties, Log log) {
    return this;
  }

  @Override
  public void destroy() {}

  @Override
  public Exception interceptException(Exception thrown) {
    if (thrown instanceof SQLException sql && isLost(sql)) {
      return new SQLNonTransientConnectionException(
          "the primary was lost: " + sql.getMessage(), "08S01", sql.getErrorCode(), sql);
    }
    return thrown;
  }

  private static boolean isLost(SQLException sql) {
    if (sql.getErrorCode() == OPTION_PREVENTS) {
      String message = sql.getMessage();
      return message != null && (message.contains("read-only") || message.contains("read_only"));
    }
    return LOST.contains(sql.getErrorCode());
  }
}
