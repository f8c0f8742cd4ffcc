package org.microwish.login.staff;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The login name and credentials of an account of staff. */
@Entity
@Table(name = "staff_login")
public class StaffLogin {
  @Id public long accountId;

  /** The name to log in with, in lower case and unique; not the name of a person. */
  public String loginName;

  /** Argon2id hash of the password; null until the owner has set one with an invitation. */
  public String passwordHash;

  /** When the password was set; null if there is no password. */
  public Instant passwordChangedAt;

  /** The hashes of earlier passwords, the newest first, one a line; null if none are kept. */
  public String passwordHistory;

  public String totpMaster;
  public String totpSuite;
  public byte[] totpWrapped;

  /** The newest time step whose code was used; codes of this and earlier steps are refused. */
  public long totpStep;

  public Instant updatedAt;

  /**
   * Replaces the password; moves the hash of the current one to the earlier hashes.
   *
   * @param hash the hash of the new password, or null to remove the password
   * @param keep the maximum number of earlier hashes to keep, including the one that is moved
   */
  void password(String hash, Instant at, int keep) {
    String earlier = earlierPasswords().limit(keep).collect(Collectors.joining("\n"));
    passwordHistory = earlier.isEmpty() ? null : earlier;
    passwordHash = hash;
    passwordChangedAt = at;
  }

  /**
   * Returns the hashes of the current password and of the earlier ones that are kept, the newest
   * first.
   */
  Stream<String> earlierPasswords() {
    return Stream.concat(
        Stream.ofNullable(passwordHash),
        passwordHistory == null ? Stream.empty() : passwordHistory.lines());
  }

  TotpSeals.Sealed totp() {
    return TotpSeals.Sealed.of(totpMaster, totpSuite, totpWrapped);
  }

  void totp(TotpSeals.Sealed sealed) {
    totpMaster = sealed == null ? null : sealed.master();
    totpSuite = sealed == null ? null : sealed.suite();
    totpWrapped = sealed == null ? null : sealed.wrapped();
  }
}
