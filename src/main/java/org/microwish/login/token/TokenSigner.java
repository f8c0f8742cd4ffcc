package org.microwish.login.token;

import io.smallrye.jwt.build.JwtClaimsBuilder;

/** Signs the claims of an access token. */
public interface TokenSigner {

  /** Signs the claims and returns the token, in JWS compact form (RFC 7515 section 7.1). */
  String sign(JwtClaimsBuilder claims);
}
