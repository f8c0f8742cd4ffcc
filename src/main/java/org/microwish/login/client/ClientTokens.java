package org.microwish.login.client;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.caller.Scope;
import org.microwish.login.account.Epochs;
import org.microwish.login.credential.SecretHashes;
import org.microwish.login.token.AccessToken;
import org.microwish.login.token.AccessTokens;
import org.microwish.party.OrganisationState;
import org.microwish.party.Organisations;
import org.microwish.platform.http.SecurityLog;
import org.microwish.platform.sql.Transactions;

/**
 * Authenticates clients and issues tokens to them. If the client does not exist, is revoked, or
 * acts for a dissolved organisation, the response is the same as for a wrong secret. A slow hash is
 * computed only for the id of a stored secret of an earlier release: otherwise strangers could keep
 * the service busy with slow hashes, so that nobody could log in with a password. The response time
 * may reveal whether a client id exists; client ids are not secret.
 */
@ApplicationScoped
class ClientTokens {

  /** The path of the token endpoint. */
  static final String PATH = "/api/v1/oauth2/token";

  private final Clients clients;
  private final Organisations organisations;
  private final Assertions assertions;
  private final SecretHashes hashes;
  private final Epochs epochs;
  private final AccessTokens tokens;
  private final Transactions transactions;
  private final SecurityLog security;

  ClientTokens(
      Clients clients,
      Organisations organisations,
      Assertions assertions,
      SecretHashes hashes,
      Epochs epochs,
      AccessTokens tokens,
      Transactions transactions,
      SecurityLog security) {
    this.security = security;
    this.clients = clients;
    this.organisations = organisations;
    this.assertions = assertions;
    this.hashes = hashes;
    this.epochs = epochs;
    this.tokens = tokens;
    this.transactions = transactions;
  }

  /**
   * An issued token.
   *
   * @param scope the values of the token's scopes, separated by spaces
   */
  record Granted(AccessToken token, String scope) {}

  /**
   * A client that exists; its credentials may still be unchecked.
   *
   * @param epoch the epoch of the client's tokens, read before the client
   * @param secretHash the stored hash of the secret; null if the client sent an assertion
   */
  private record Known(Client client, long epoch, String secretHash) {}

  /**
   * Authenticates a client and issues a token. Failed attempts never lock a client out: a secret of
   * 256 random bits and a signature cannot be guessed, and a lockout would let anybody block a
   * client by failing in its name.
   */
  Granted grant(TokenRequest request) {
    Optional<Known> proved =
        switch (request.proof()) {
          case TokenRequest.Proof.Secret secret -> bySecret(secret);
          case TokenRequest.Proof.Assertion assertion -> byAssertion(assertion);
        };
    if (proved.isEmpty()) {
      throw OAuthRefusals.invalidClient();
    }
    Known known = proved.get();
    security.subject(known.client().caller().account());
    Set<Scope> scopes = scopes(known.client(), request.scope());
    return new Granted(
        tokens.issue(
            known.client().caller(), known.epoch(), scopes.stream().map(Scope::value).toList()),
        scopes.stream().map(Scope::value).collect(Collectors.joining(" ")));
  }

  private Optional<Known> bySecret(TokenRequest.Proof.Secret proof) {
    return ClientSecret.Clear.read(proof.secret().value())
        .flatMap(
            secret ->
                find(proof.clientId(), Optional.of(secret.id()))
                    // Run outside a transaction, because computing the hash of an earlier release
                    // takes long.
                    .filter(known -> ClientSecret.matches(secret, known.secretHash(), hashes)));
  }

  private Optional<Known> byAssertion(TokenRequest.Proof.Assertion proof) {
    return assertions
        .subject(proof.jwt().value())
        .filter(subject -> proof.clientId() == null || proof.clientId().equals(subject))
        .flatMap(subject -> find(subject, Optional.empty()))
        .filter(known -> assertions.isGood(known.client(), proof.jwt().value()));
  }

  private Optional<Known> find(String clientId, Optional<Long> secretId) {
    if (!TokenRequest.isClientId(clientId)) {
      return Optional.empty();
    }
    return transactions.call(
        () -> {
          // Read the epoch first: if the client is revoked meanwhile, the new token carries the old
          // epoch and so is revoked as well.
          long epoch = epochs.current(clientId);
          Optional<Client> client =
              clients
                  .find(Tsid.from(clientId).toLong())
                  .filter(row -> row.state == ClientState.ACTIVE)
                  .filter(this::actsForSomebody);
          if (client.isEmpty()) {
            return Optional.empty();
          }
          if (secretId.isEmpty()) {
            return Optional.of(new Known(client.get(), epoch, null));
          }
          return clients
              .secret(secretId.get())
              .filter(secret -> secret.clientId == client.get().id)
              .map(secret -> new Known(client.get(), epoch, secret.secretHash));
        });
  }

  private boolean actsForSomebody(Client client) {
    return client.organisationId == null
        || organisations
            .find(client.organisationId)
            .filter(row -> row.state == OrganisationState.ACTIVE)
            .isPresent();
  }

  /**
   * Returns the requested scopes; all scopes of the client if the request names none. Throws
   * invalid_scope for a scope that the client does not have.
   */
  private static Set<Scope> scopes(Client client, Optional<String> asked) {
    Set<Scope> has = EnumSet.copyOf(client.scopeList());
    if (asked.isEmpty()) {
      return has;
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : asked.get().split(" ", -1)) {
      scopes.add(Scope.of(name).filter(has::contains).orElseThrow(OAuthRefusals::invalidScope));
    }
    return scopes;
  }
}
