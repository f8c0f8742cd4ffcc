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

/** Somebody who can log in. */
@Entity
@Table(name = "account")
public class Account implements Versioned {
  @Id public long id;
  public long version;

  @Enumerated(EnumType.STRING)
  public AccountState state;

  /** Its own role, see {@link AccountDraft#role}. */
  @Enumerated(EnumType.STRING)
  public Role role;

  /** The member it is bound to, or null. */
  public Long memberId;

  /** The organisation it is steward of, or null. */
  public Long organisationId;

  public String divisionPath;
  public Instant createdAt;
  public Instant updatedAt;

  @Override
  public long version() {
    return version;
  }

  /** The account as tokens, ledgers and idempotency keys name it. */
  public String text() {
    return org.microwish.platform.Id.text(id);
  }

  /**
   * What it may act as: its own role, RESIDENT unless it is staff, MEMBER when bound to one, and
   * STEWARD when it has an organisation. A token carries one of these.
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

  /** The account acting as one of its {@link #roles}. */
  public Caller as(Role acting) {
    if (!roles().contains(acting)) {
      throw Caller.forbidden();
    }
    return switch (acting) {
      // A resident appears under a name of its own for each wish, a member as itself.
      case RESIDENT -> new Caller(text(), acting, null, null, null);
      case MEMBER -> new Caller(text(), acting, memberId, null, null);
      case STEWARD -> new Caller(text(), acting, null, organisationId, null);
      // With both bindings: who has a hand in the work may not confirm it as a proxy.
      case COLLECTOR, OPERATOR, AUDITOR, ADMINISTRATOR ->
          new Caller(text(), acting, memberId, organisationId, divisionPath);
      case PARTNER, SYSTEM -> throw Caller.forbidden();
    };
  }
}
