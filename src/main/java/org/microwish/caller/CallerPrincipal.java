package org.microwish.caller;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import org.jose4j.jwt.JwtClaims;

/** The principal of a valid token; holds the token's content. */
public final class CallerPrincipal extends DefaultJWTCallerPrincipal {

  private final TokenContent content;

  private CallerPrincipal(JwtClaims claims, TokenContent content) {
    super(claims);
    this.content = content;
  }

  /**
   * Creates the principal of a token.
   *
   * @param claims the claims of a token whose signature, issuer and times were verified
   * @throws io.quarkus.security.AuthenticationFailedException if the claims do not describe a
   *     caller
   */
  public static CallerPrincipal of(JwtClaims claims) {
    // Read the claims first, because the constructor of the superclass changes their values.
    TokenContent content = TokenContent.of(claims);
    return new CallerPrincipal(claims, content);
  }

  /** The token's content. */
  public TokenContent content() {
    return content;
  }
}
