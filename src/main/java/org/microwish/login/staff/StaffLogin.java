package org.microwish.login.staff;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The credentials of an account of staff. */
@Entity
@Table(name = "staff_login")
public class StaffLogin {
  @Id public long accountId;

  /** A handle, not a person's name; in lower case, unique. */
  public String loginName;

  /** Null until the invitation is accepted. */
  public String passwordHash;

  public String totpMaster;
  public String totpSuite;
  public byte[] totpWrapped;

  /** The newest time step whose code was used; codes of this and earlier steps are refused. */
  public long totpStep;

  public Instant updatedAt;

  TotpSeals.Sealed totp() {
    return TotpSeals.Sealed.of(totpMaster, totpSuite, totpWrapped);
  }

  void totp(TotpSeals.Sealed sealed) {
    totpMaster = sealed == null ? null : sealed.master();
    totpSuite = sealed == null ? null : sealed.suite();
    totpWrapped = sealed == null ? null : sealed.wrapped();
  }
}
