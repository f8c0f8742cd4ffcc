package org.microwish.login.staff;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The credentials of an account of staff. */
@Entity
@Table(name = "staff_login")
public class StaffLogin {
  @Id public long accountId;

  /** A handle, not a person's name; in lower case, unique. */
  public String loginName;

  /** Null until the invitation is accepted. */
  public String passwordHash;

  /** When the password was set; null without one. */
  public Instant passwordChangedAt;

  /** The hashes of earlier passwords, the newest first, one a line; null without the rule. */
  public String passwordHistory;

  public String totpMaster;
  public String totpSuite;
  public byte[] totpWrapped;

  /** The newest time step whose code was used; codes of this and earlier steps are refused. */
  public long totpStep;

  public Instant updatedAt;

  /**
   * Replaces the password.
   *
   * @param keep how many earlier hashes to keep
   */
  void password(String hash, Instant at, int keep) {
    String earlier = earlierPasswords().limit(keep).collect(Collectors.joining("\n"));
    passwordHistory = earlier.isEmpty() ? null : earlier;
    passwordHash = hash;
    passwordChangedAt = at;
  }

  /** The hashes of the password and of earlier ones, the newest first. */
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
