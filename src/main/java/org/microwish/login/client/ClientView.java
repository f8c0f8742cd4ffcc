package org.microwish.login.client;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;
import org.microwish.caller.Scope;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;

/**
 * A client as administrators see it.
 *
 * @param id the client id (OAuth's {@code client_id})
 * @param keys the key ids of the client's public keys
 */
@Schema(name = "Client", description = "A client program of a partner or an auditor.")
public record ClientView(
    Id id,
    long version,
    ClientState state,
    String name,
    Role role,
    @Schema(nullable = true) Id organisationId,
    String division,
    List<String> scopes,
    List<SecretView> secrets,
    @Schema(description = "The key id (kid) of each public key") List<String> keys,
    Instant createdAt,
    Instant updatedAt)
    implements Tagged {

  /** A valid secret, without its value. */
  @Schema(name = "ClientSecret", description = "A valid secret, without its value.")
  public record SecretView(Id id, Instant createdAt, @Schema(nullable = true) Instant expiresAt) {

    static SecretView of(ClientSecret secret) {
      return new SecretView(new Id(secret.id), secret.createdAt, secret.expiresAt);
    }
  }

  static ClientView of(Client row, List<ClientSecret> secrets) {
    return new ClientView(
        new Id(row.id),
        row.version,
        row.state,
        row.name,
        row.role,
        row.organisationId == null ? null : new Id(row.organisationId),
        DivisionCode.ofPath(row.divisionPath).text(),
        row.scopeList().stream().map(Scope::value).toList(),
        secrets.stream().map(SecretView::of).toList(),
        ClientKeys.ids(row.jwks),
        row.createdAt,
        row.updatedAt);
  }

  /**
   * Returns the entity tag. It covers the number of valid secrets too, because a secret expires
   * without a new version of the client.
   */
  @Override
  public ETag tag() {
    return ETag.of(version, Integer.toHexString(secrets.size()));
  }
}
