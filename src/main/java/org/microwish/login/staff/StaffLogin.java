package org.microwish.login.staff;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** How an account of staff logs in. */
@Entity
@Table(name = "staff_login")
public class StaffLogin {
  @Id public long accountId;

  /** A handle in lower case, unique. */
  public String loginName;

  /** Null until the invitation is accepted. */
  public String passwordHash;

  public String totpMaster;
  public String totpSuite;
  public byte[] totpWrapped;

  /** The last time step whose code was used: no code is good twice. */
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
