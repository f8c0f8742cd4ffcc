package org.microwish.caller;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.Set;
import org.microwish.problem.ProblemType;

/** The {@link Caller} of this request, from its verified bearer token. */
@RequestScoped
public class CurrentCaller {

  /** The token's claim that holds the member's id, 13 characters. */
  public static final String MEMBER = "memberId";

  /** The token's claim that holds the organisation's id, 13 characters. */
  public static final String ORGANISATION = "organisationId";

  /** The token's claim that holds the division's path, see {@link Caller#divisionPath}. */
  public static final String DIVISION = "divisionPath";

  /** The token's claim that holds the epoch of its account; a token without one has epoch 0. */
  public static final String EPOCH = "epoch";

  /** The token's claim that holds its scopes, separated by blanks (RFC 9068 section 2.2.3). */
  public static final String SCOPE = "scope";

  /** The token's claim that holds the login session it was made in, where there is one. */
  public static final String SESSION = "sid";

  private final SecurityIdentity identity;

  CurrentCaller(SecurityIdentity identity) {
    this.identity = identity;
  }

  /** The name of a login session among the epochs: raising its epoch revokes its tokens. */
  public static String sessionKey(String session) {
    return "session:" + session;
  }

  /** The caller, or UNAUTHENTICATED when the request has no token. */
  public Caller get() {
    return find().orElseThrow(ProblemType.UNAUTHENTICATED::exception);
  }

  /** The caller, or nothing where the request comes without a token (public reads). */
  public Optional<Caller> find() {
    return of(identity);
  }

  /** The caller that an identity is, or nothing where it is nobody's. */
  public static Optional<Caller> of(SecurityIdentity identity) {
    return content(identity).map(TokenContent::caller);
  }

  /** What the token may be used for, or nothing where it is not narrowed: a person's. */
  public Optional<Set<Scope>> scopes() {
    return content(identity).map(TokenContent::scopes);
  }

  private static Optional<TokenContent> content(SecurityIdentity identity) {
    return identity.getPrincipal() instanceof CallerPrincipal principal
        ? Optional.of(principal.content())
        : Optional.empty();
  }
}
