package org.microwish.login.session;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.processing.SQL;

/** Statements on sessions and refresh tokens. All times are those of the database's clock. */
interface SessionQueries {

  @SQL(
      """
      INSERT INTO login_session (id, account_id, role, created_at, last_used_at, expires_at)
      VALUES (:id, :accountId, :role, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6),
        UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND)
      """)
  void insert(long id, long accountId, String role, long seconds);

  @SQL(
      """
      INSERT INTO refresh_token (token_hash, session_id, created_at, expires_at)
      VALUES (:hash, :sessionId, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND)
      """)
  void insertToken(byte[] hash, long sessionId, long seconds);

  /**
   * Marks a refresh token as used. Returns false if the token was used before, has expired or does
   * not exist.
   */
  @SQL(
      """
      UPDATE refresh_token SET used_at = UTC_TIMESTAMP(6), successor_salt = :salt
      WHERE token_hash = :hash AND used_at IS NULL AND expires_at > UTC_TIMESTAMP(6)
      """)
  boolean use(byte[] hash, byte[] salt);

  /**
   * The row of a refresh token.
   *
   * @param salt the salt from which the successor is derived; null until the token is used
   * @param recent 1 if the token was used within the given number of seconds, else 0
   */
  record UsedToken(long session, byte[] salt, Number recent) {
    boolean isRecent() {
      return recent.intValue() == 1;
    }
  }

  /**
   * Reads the row of a refresh token; empty if the token does not exist.
   *
   * @param seconds how long a use counts as recent
   */
  @SQL(
      """
      SELECT session_id, successor_salt,
        CASE WHEN used_at >= UTC_TIMESTAMP(6) - INTERVAL :seconds SECOND THEN 1 ELSE 0 END AS recent
      FROM refresh_token WHERE token_hash = :hash
      """)
  Optional<UsedToken> token(byte[] hash, long seconds);

  /**
   * Locks a session and updates the time of its last use. Returns false if the session was revoked
   * or has expired.
   */
  @SQL(
      """
      UPDATE login_session SET last_used_at = UTC_TIMESTAMP(6)
      WHERE id = :id AND revoked_at IS NULL AND expires_at > UTC_TIMESTAMP(6)
      """)
  boolean lock(long id);

  /**
   * The row of a session.
   *
   * @param age seconds since the session began
   */
  record SessionRow(long account, String role, Number age) {}

  @SQL(
      """
      SELECT account_id, role, TIMESTAMPDIFF(SECOND, created_at, UTC_TIMESTAMP(6)) AS age
      FROM login_session WHERE id = :id
      """)
  SessionRow session(long id);

  /** A session that has not ended. Times are in UTC. */
  record LiveSession(
      long id,
      String role,
      LocalDateTime createdAt,
      LocalDateTime lastUsedAt,
      LocalDateTime expiresAt) {}

  /**
   * Returns the newest live sessions of an account, newest first: those that are neither revoked
   * nor expired, and were used within the last {@code idle} seconds.
   */
  @SQL(
      """
      SELECT id, role, created_at, last_used_at, expires_at FROM login_session
      WHERE account_id = :accountId AND revoked_at IS NULL AND expires_at > UTC_TIMESTAMP(6)
        AND last_used_at > UTC_TIMESTAMP(6) - INTERVAL :idle SECOND
      ORDER BY id DESC LIMIT :limit
      """)
  List<LiveSession> live(long accountId, long idle, int limit);

  @SQL(
      """
      UPDATE login_session SET revoked_at = UTC_TIMESTAMP(6)
      WHERE id = :id AND account_id = :accountId AND revoked_at IS NULL
      """)
  boolean revokeOwn(long id, long accountId);

  @SQL("UPDATE login_session SET role = :role WHERE id = :id")
  void setRole(long id, String role);

  @SQL(
      """
      UPDATE login_session SET revoked_at = UTC_TIMESTAMP(6) WHERE id = :id AND revoked_at IS NULL
      """)
  boolean revoke(long id);

  @SQL(
      """
      UPDATE login_session SET revoked_at = UTC_TIMESTAMP(6)
      WHERE account_id = :accountId AND revoked_at IS NULL
      """)
  void revokeAll(long accountId);

  @SQL("DELETE FROM refresh_token WHERE expires_at < UTC_TIMESTAMP(6) LIMIT :limit")
  int deleteTokens(int limit);

  @SQL("DELETE FROM login_session WHERE expires_at < UTC_TIMESTAMP(6) LIMIT :limit")
  int deleteSessions(int limit);

  /**
   * Deletes old epochs of sessions: all tokens that such an epoch revokes have expired by then. The
   * epochs of accounts and clients must stay.
   */
  @SQL(
      """
      DELETE FROM token_epoch
      WHERE account LIKE :sessions AND raised_at < UTC_TIMESTAMP(6) - INTERVAL 2 DAY LIMIT :limit
      """)
  int deleteEpochs(String sessions, int limit);

  /**
   * Stores a code for an account's login in a browser and replaces the account's earlier code. The
   * code is valid for the given number of seconds.
   */
  @SQL(
      """
      INSERT INTO browser_code (account_id, code_hash, role, expires_at)
      VALUES (:accountId, :hash, :role, UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND)
      ON DUPLICATE KEY UPDATE code_hash = VALUES(code_hash), role = VALUES(role),
        expires_at = VALUES(expires_at)
      """)
  void putBrowserCode(long accountId, byte[] hash, String role, long seconds);

  /** Returns when an account's code expires, in UTC. */
  @SQL("SELECT expires_at FROM browser_code WHERE account_id = :accountId")
  LocalDateTime browserCodeExpiry(long accountId);

  /** Whose code it is, and the role of the session that it opens. */
  record BrowserCode(long account, String role) {}

  @SQL(
      """
      SELECT account_id, role FROM browser_code
      WHERE code_hash = :hash AND expires_at > UTC_TIMESTAMP(6)
      """)
  Optional<BrowserCode> browserCode(byte[] hash);

  @SQL("DELETE FROM browser_code WHERE account_id = :accountId")
  void dropBrowserCode(long accountId);

  /** Deletes a code. Returns false if it does not exist. */
  @SQL("DELETE FROM browser_code WHERE code_hash = :hash")
  boolean useBrowserCode(byte[] hash);

  @SQL("DELETE FROM browser_code WHERE expires_at < UTC_TIMESTAMP(6) LIMIT :limit")
  int deleteBrowserCodes(int limit);
}
