package org.microwish.login.staff;

import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.caller.Role;
import org.microwish.login.account.AccountState;

/** Statements on the logins of staff, their invitations and recovery codes. */
interface StaffQueries {

  @HQL("from StaffLogin where loginName = :name")
  Optional<StaffLogin> byName(String name);

  /** Locks a login's row until the transaction ends. */
  @Nullable
  @SQL("SELECT account_id FROM staff_login WHERE account_id = :accountId FOR UPDATE")
  Long lock(long accountId);

  @HQL("delete from StaffLogin where accountId = :accountId")
  void deleteLogin(long accountId);

  // Invitations

  /** A valid invitation; its TOTP columns are null until the enrolment has started. */
  record Invited(
      long account, String loginName, String totpMaster, String totpSuite, byte[] totpWrapped) {

    TotpSeals.Sealed totp() {
      return TotpSeals.Sealed.of(totpMaster, totpSuite, totpWrapped);
    }
  }

  @SQL(
      """
      SELECT i.account_id, s.login_name, i.totp_master, i.totp_suite, i.totp_wrapped
      FROM staff_invitation i JOIN staff_login s ON s.account_id = i.account_id
        JOIN account a ON a.id = i.account_id AND a.state = 'ACTIVE'
      WHERE i.code_hash = :codeHash AND i.expires_at > :now
      """)
  Optional<Invited> invited(byte[] codeHash, Instant now);

  @SQL(
      """
      INSERT INTO staff_invitation (account_id, code_hash, expires_at)
      VALUES (:accountId, :codeHash, :expiresAt)
      """)
  void invite(long accountId, byte[] codeHash, Instant expiresAt);

  /** Reads which of the accounts are active and have neither a password nor a valid invitation. */
  @SQL(
      """
      SELECT s.account_id FROM staff_login s
        JOIN account a ON a.id = s.account_id AND a.state = 'ACTIVE'
      WHERE s.account_id IN (:accountIds) AND s.password_hash IS NULL
        AND NOT EXISTS (
          SELECT 1 FROM staff_invitation i
          WHERE i.account_id = s.account_id AND i.expires_at > :now)
      ORDER BY s.account_id
      LIMIT :limit
      """)
  List<Long> uninvited(Collection<Long> accountIds, Instant now, int limit);

  /** Stores the TOTP secret of an enrolment, unless one is stored already. */
  @SQL(
      """
      UPDATE staff_invitation SET totp_master = :master, totp_suite = :suite, totp_wrapped = :wrapped
      WHERE code_hash = :codeHash AND totp_wrapped IS NULL
      """)
  void setTotp(byte[] codeHash, String master, String suite, byte[] wrapped);

  @SQL("DELETE FROM staff_invitation WHERE code_hash = :codeHash")
  boolean useInvitation(byte[] codeHash);

  @SQL("DELETE FROM staff_invitation WHERE account_id = :accountId")
  void deleteInvitation(long accountId);

  // Recovery codes

  @SQL(
      """
      INSERT INTO staff_recovery_code (account_id, code_hash) VALUES (:accountId, :codeHash)
      """)
  void addRecoveryCode(long accountId, byte[] codeHash);

  @SQL(
      """
      DELETE FROM staff_recovery_code WHERE account_id = :accountId AND code_hash = :codeHash
      """)
  boolean useRecoveryCode(long accountId, byte[] codeHash);

  @SQL(
      """
      SELECT COUNT(*) FROM staff_recovery_code
      WHERE account_id = :accountId AND code_hash = :codeHash
      """)
  long countRecoveryCodes(long accountId, byte[] codeHash);

  @SQL("DELETE FROM staff_recovery_code WHERE account_id = :accountId")
  void deleteRecoveryCodes(long accountId);

  // The bootstrap secret, and the number of administrators

  @HQL("select count(*) from Account where role = :role and state <> :ended")
  long count(Role role, AccountState ended);

  /** Counts the accounts with a role whose owners have set a password, so that they can log in. */
  @HQL(
      """
      select count(*) from Account a join StaffLogin s on s.accountId = a.id
      where a.role = :role and a.state <> :ended and s.passwordHash is not null
      """)
  long countEnrolled(Role role, AccountState ended);

  /**
   * The row of the newest secret.
   *
   * @param used 1 if the secret was used, else 0
   */
  @SuppressWarnings("ArrayRecordComponent") // Nothing compares objects of this type.
  record StoredSecret(byte[] hash, Number used) {
    boolean isUsed() {
      return used.intValue() == 1;
    }
  }

  @SQL(
      """
      SELECT secret_hash, CASE WHEN used_at IS NULL THEN 0 ELSE 1 END AS used
      FROM bootstrap_secret WHERE id = 1
      """)
  Optional<StoredSecret> secret();

  /**
   * Returns the same row as {@link #secret}, and locks it until the transaction ends, so that no
   * other transaction replaces the secret.
   */
  @SQL(
      """
      SELECT secret_hash, CASE WHEN used_at IS NULL THEN 0 ELSE 1 END AS used
      FROM bootstrap_secret WHERE id = 1 FOR UPDATE
      """)
  Optional<StoredSecret> lockSecret();

  /** Deletes the secret with that hash; false if another secret has replaced it. */
  @SQL("DELETE FROM bootstrap_secret WHERE id = 1 AND secret_hash = :hash")
  boolean deleteSecret(byte[] hash);

  @SQL(
      """
      INSERT INTO bootstrap_secret (id, secret_hash, created_at, expires_at)
      VALUES (1, :hash, :now, :expiresAt)
      """)
  void insertSecret(byte[] hash, Instant now, Instant expiresAt);

  @SQL(
      """
      UPDATE bootstrap_secret SET used_at = :now
      WHERE id = 1 AND secret_hash = :hash AND used_at IS NULL AND expires_at > :now
      """)
  boolean useSecret(byte[] hash, Instant now);

  @SQL("DELETE FROM bootstrap_secret")
  void deleteSecrets();
}
