package org.microwish.caller;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.microwish.problem.ProblemType;

/** The {@link Caller} of this request, from its verified bearer token. */
@RequestScoped
public class CurrentCaller {

  /** The token claim with the member's id, 13 characters. */
  public static final String MEMBER = "memberId";

  /** The token claim with the organisation's id, 13 characters. */
  public static final String ORGANISATION = "organisationId";

  /** The JWT claim with the path of the division, see {@link Caller#divisionPath}. */
  public static final String DIVISION = "divisionPath";

  /** The JWT claim with the account's revocation epoch; a token without this claim has epoch 0. */
  public static final String EPOCH = "epoch";

  /** The JWT claim with the token's scopes, separated by spaces (RFC 9068 section 2.2.3). */
  public static final String SCOPE = "scope";

  /**
   * The JWT claim with the time at which the person last presented a second factor, in seconds
   * since 1970 (OpenID Connect Core section 2, RFC 9470 section 6).
   */
  public static final String AUTH_TIME = "auth_time";

  /** The claim with the id of the login session in which the token was issued, if any. */
  public static final String SESSION = "sid";

  private final SecurityIdentity identity;

  CurrentCaller(SecurityIdentity identity) {
    this.identity = identity;
  }

  /**
   * Returns the name under which {@link Revocations} knows a login session, in place of an account.
   * Raising the epoch of that name revokes the session's tokens.
   */
  public static String sessionKey(String session) {
    return "session:" + session;
  }

  /** Returns the caller; throws UNAUTHENTICATED if the request has no token. */
  public Caller get() {
    return find().orElseThrow(ProblemType.UNAUTHENTICATED::exception);
  }

  /** Returns the caller; empty if the request has no token, which public operations permit. */
  public Optional<Caller> find() {
    return of(identity);
  }

  /** Returns the caller of a security identity; empty for an anonymous identity. */
  public static Optional<Caller> of(SecurityIdentity identity) {
    return content(identity).map(TokenContent::caller);
  }

  /**
   * Returns the scopes of a client's token; an empty Optional for a person's token, which no scopes
   * restrict, or without a token.
   */
  public Optional<Set<Scope>> scopes() {
    return content(identity).map(TokenContent::scopes);
  }

  /**
   * Returns when the person last presented a second factor; empty if the token lacks the claim
   * {@link #AUTH_TIME}.
   */
  public Optional<Instant> confirmedAt() {
    return content(identity).map(TokenContent::confirmedAt);
  }

  /**
   * Returns the id of the login session in which the token was issued; empty if the token was
   * issued outside a login session.
   */
  public Optional<String> session() {
    return content(identity).map(TokenContent::session);
  }

  private static Optional<TokenContent> content(SecurityIdentity identity) {
    return identity.getPrincipal() instanceof CallerPrincipal principal
        ? Optional.of(principal.content())
        : Optional.empty();
  }
}
