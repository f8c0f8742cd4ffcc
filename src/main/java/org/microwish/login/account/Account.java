package org.microwish.login.account;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.sql.Versioned;

/** An account with which a person logs in. It determines the roles in which the person may act. */
@Entity
@Table(name = "account")
public class Account implements Versioned {
  @Id public long id;
  public long version;

  @Enumerated(EnumType.STRING)
  public AccountState state;

  /** The role granted to the account itself; see {@link AccountDraft#role}. */
  @Enumerated(EnumType.STRING)
  public Role role;

  /** The id of the member that the account is bound to, or null. */
  public Long memberId;

  /** The id of the organisation that the account is steward of, or null. */
  public Long organisationId;

  public String divisionPath;
  public Instant createdAt;
  public Instant updatedAt;

  @Override
  public long version() {
    return version;
  }

  /** Returns the account's id in the form that tokens, idempotency keys and other tables use. */
  public String text() {
    return org.microwish.platform.Id.text(id);
  }

  /**
   * Returns the roles in which the account may act: its own role; also RESIDENT for collectors and
   * stewards, MEMBER when the account is bound to a member, and STEWARD when it has an
   * organisation. A token carries exactly one of these roles.
   */
  public Set<Role> roles() {
    Set<Role> roles = EnumSet.of(role);
    if (role == Role.COLLECTOR || role == Role.STEWARD) {
      roles.add(Role.RESIDENT);
    }
    if (memberId != null) {
      roles.add(Role.MEMBER);
    }
    if (organisationId != null) {
      roles.add(Role.STEWARD);
    }
    return roles;
  }

  /**
   * Returns the account as a caller in the given role. Throws FORBIDDEN if the role is not one of
   * {@link #roles}, or is PARTNER or SYSTEM.
   */
  public Caller as(Role acting) {
    if (!roles().contains(acting)) {
      throw Caller.forbidden();
    }
    return switch (acting) {
      // No member id: a resident gets a separate pseudonym for each wish, a member has only one.
      case RESIDENT -> new Caller(text(), acting, null, null, null);
      case MEMBER -> new Caller(text(), acting, memberId, null, null);
      case STEWARD -> new Caller(text(), acting, null, organisationId, null);
      // The caller keeps member and organisation: an account that takes part in the work on a wish
      // must not confirm the work on behalf of the resident.
      case COLLECTOR, OPERATOR, AUDITOR, ADMINISTRATOR ->
          new Caller(text(), acting, memberId, organisationId, divisionPath);
      case PARTNER, SYSTEM -> throw Caller.forbidden();
    };
  }
}
