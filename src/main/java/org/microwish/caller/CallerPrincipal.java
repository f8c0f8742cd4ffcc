package org.microwish.caller;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import org.jose4j.jwt.JwtClaims;

/** The principal of a valid token, with the token's content. */
public final class CallerPrincipal extends DefaultJWTCallerPrincipal {

  private final TokenContent content;

  private CallerPrincipal(JwtClaims claims, TokenContent content) {
    super(claims);
    this.content = content;
  }

  /**
   * The principal of a token.
   *
   * @param claims of a token whose signature, issuer and times are good
   * @throws io.quarkus.security.AuthenticationFailedException when they make no caller
   */
  public static CallerPrincipal of(JwtClaims claims) {
    // Read first: the principal converts the claims' values.
    TokenContent content = TokenContent.of(claims);
    return new CallerPrincipal(claims, content);
  }

  /** What the token says. */
  public TokenContent content() {
    return content;
  }
}
