package org.microwish.login.wechat;

import jakarta.annotation.Nullable;
import java.time.Instant;
import java.time.LocalDateTime;
import org.hibernate.annotations.processing.SQL;

/** Statements on logins through WeChat and on binding codes. */
interface WeChatQueries {

  @Nullable
  @SQL("SELECT account_id FROM wechat_login WHERE openid_tag = :tag")
  Long account(byte[] tag);

  @SQL("SELECT COUNT(*) FROM wechat_login WHERE account_id = :accountId")
  long countLogins(long accountId);

  @SQL(
      """
      INSERT INTO wechat_login (openid_tag, account_id, created_at)
      VALUES (:tag, :accountId, :createdAt)
      """)
  void insertLogin(byte[] tag, long accountId, Instant createdAt);

  @SQL("DELETE FROM wechat_login WHERE account_id = :accountId")
  void deleteLogin(long accountId);

  /**
   * Stores a code for a target and replaces the target's earlier code. The code is valid for the
   * given number of seconds by the database's clock.
   *
   * @param target the kind and id of the member or wish, such as {@code MEMBER:0A1B2C3D4E5F6}
   */
  @SQL(
      """
      INSERT INTO binding_code
        (target, code_hash, steward, organisation_id, made_by, created_at, expires_at)
      VALUES (:target, :codeHash, :steward, :organisationId, :madeBy, UTC_TIMESTAMP(6),
        UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND)
      ON DUPLICATE KEY UPDATE code_hash = VALUES(code_hash), steward = VALUES(steward),
        organisation_id = VALUES(organisation_id), made_by = VALUES(made_by),
        created_at = VALUES(created_at), expires_at = VALUES(expires_at), used_at = NULL
      """)
  void putCode(
      String target,
      byte[] codeHash,
      boolean steward,
      Long organisationId,
      String madeBy,
      long seconds);

  /** Returns when the code of a target expires, in UTC. */
  @SQL("SELECT expires_at FROM binding_code WHERE target = :target")
  LocalDateTime expiry(String target);

  @SQL(
      """
      UPDATE binding_code SET used_at = UTC_TIMESTAMP(6)
      WHERE code_hash = :codeHash AND used_at IS NULL AND expires_at > UTC_TIMESTAMP(6)
      """)
  boolean useCode(byte[] codeHash);

  /**
   * The row of a binding code.
   *
   * @param steward 1 if the account also becomes steward of the member's organisation, else 0
   */
  record CodeRow(String target, Number steward, Long organisationId, String madeBy) {}

  @SQL(
      """
      SELECT target, CASE WHEN steward THEN 1 ELSE 0 END AS steward, organisation_id, made_by
      FROM binding_code WHERE code_hash = :codeHash
      """)
  CodeRow code(byte[] codeHash);
}
