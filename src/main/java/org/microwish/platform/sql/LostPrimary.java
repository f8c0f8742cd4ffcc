package org.microwish.platform.sql;

import com.mysql.cj.exceptions.ExceptionInterceptor;
import com.mysql.cj.log.Log;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.Set;

/**
 * Converts the errors by which a server reports that it is no longer the primary of its group to an
 * error of a lost connection (SQLState 08S01). The pool then closes the connection and opens one to
 * the new primary. The client gets the response that is stored with its idempotency key, or 503, as
 * after any other lost connection.
 *
 * <p>Connector/J creates an object of this class for each connection that {@link PrimaryDriver}
 * opens to a member of a group.
 */
public final class LostPrimary implements ExceptionInterceptor {

  /**
   * The error that an option of the server prevents the statement; the message names the option,
   * such as read-only.
   */
  private static final int OPTION_PREVENTS = 1290;

  /**
   * The other errors that count as a lost primary: read-only (1836); offline mode (3032); the group
   * failed during the commit, so its outcome is unknown (3100); the server cannot wait until it has
   * applied the group's backlog (3797 to 3799).
   */
  private static final Set<Integer> LOST = Set.of(1836, 3032, 3100, 3797, 3798, 3799);

  /** Called by Connector/J, which creates objects of this class by the name of the class. */
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
