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

/** An OAuth client: a program that authenticates with its own credentials. */
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

  /** The values of its scopes, separated by blanks. */
  public String scopes;

  /** A JWK set, or null if it has no public keys. */
  public String jwks;

  public Instant createdAt;
  public Instant updatedAt;

  /**
   * The client id as tokens, ledger entries and idempotency keys contain it: OAuth's {@code
   * client_id}.
   */
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
