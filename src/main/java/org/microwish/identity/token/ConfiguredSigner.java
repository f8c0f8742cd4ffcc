package org.microwish.identity.token;

import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;

/** Signs with the one key of {@code smallrye.jwt.sign.key}. */
@ApplicationScoped
class ConfiguredSigner implements TokenSigner {

  @Override
  public String sign(JwtClaimsBuilder claims) {
    return claims.sign();
  }
}
