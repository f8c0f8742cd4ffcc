package org.microwish.platform.sql;

import com.mysql.cj.exceptions.ExceptionInterceptor;
import com.mysql.cj.log.Log;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.Set;

/**
 * Converts the error "this member is no longer the primary" to a lost connection (SQLState 08S01).
 * The pool then drops the connection and opens one to the new primary. The command gets the
 * response stored with its idempotency key, or 503, as after any other lost connection.
 *
 * <p>Connector/J creates one for each connection that {@link PrimaryDriver} opens to a group.
 */
public final class LostPrimary implements ExceptionInterceptor {

  /** The server is read-only, or another option prevents the statement; the message says which. */
  private static final int OPTION_PREVENTS = 1290;

  /**
   * Read-only (1836); offline mode (3032); the group failed during the commit, whose outcome is
   * unknown (3100); the group's backlog cannot be waited for (3797 to 3799).
   */
  private static final Set<Integer> LOST = Set.of(1836, 3032, 3100, 3797, 3798, 3799);

  /** Called by Connector/J, which creates the class by name. */
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
