package org.microwish.login.client;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.caller.Scope;
import org.microwish.platform.sql.Versioned;

/** A program that comes in by itself. */
@Entity
@Table(name = "client")
public class Client implements Versioned {
  @Id public long id;
  public long version;

  @Enumerated(EnumType.STRING)
  public ClientState state;

  public String name;

  @Enumerated(EnumType.STRING)
  public Role role;

  public Long organisationId;
  public String divisionPath;

  /** Their values, separated by blanks. */
  public String scopes;

  /** A JWK set, or null where it has a secret only. */
  public String jwks;

  public Instant createdAt;
  public Instant updatedAt;

  /** The client as tokens, ledgers and idempotency keys name it: OAuth's {@code client_id}. */
  public String text() {
    return org.microwish.platform.Id.text(id);
  }

  /** What its tokens may be used for. */
  public List<Scope> scopeList() {
    List<Scope> list = new ArrayList<>();
    for (String name : scopes.split(" ", -1)) {
      Scope.of(name).ifPresent(list::add);
    }
    return list;
  }

  /** The client as a caller. */
  public Caller caller() {
    return new Caller(text(), role, null, organisationId, divisionPath);
  }

  @Override
  public long version() {
    return version;
  }
}
