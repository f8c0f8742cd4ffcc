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

/** An OAuth client: a program that authenticates with credentials of its own. */
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

  /** The values of the client's scopes, separated by spaces. */
  public String scopes;

  /** The client's public keys as a JWK set; null for a client without public keys. */
  public String jwks;

  public Instant createdAt;
  public Instant updatedAt;

  /**
   * Returns the client id (OAuth's {@code client_id}), as tokens, ledger entries and idempotency
   * keys contain it.
   */
  public String text() {
    return org.microwish.platform.Id.text(id);
  }

  /** Returns the client's scopes, which limit what its tokens may be used for. */
  public List<Scope> scopeList() {
    List<Scope> list = new ArrayList<>();
    for (String name : scopes.split(" ", -1)) {
      Scope.of(name).ifPresent(list::add);
    }
    return list;
  }

  /** Returns the client as the caller of requests with its tokens. */
  public Caller caller() {
    return new Caller(text(), role, null, organisationId, divisionPath);
  }

  @Override
  public long version() {
    return version;
  }
}
