package org.microwish.login.token;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Singleton;
import org.microwish.problem.ProblemType;

/** Signs tokens with the signing key of the {@link TokenKeyRing}. */
@Singleton
class KeyRingSigner implements TokenSigner {

  private final TokenKeyRing keys;
  private final TokenConfig config;

  KeyRingSigner(TokenKeyRing keys, TokenConfig config) {
    this.keys = keys;
    this.config = config;
  }

  /**
   * {@inheritDoc}
   *
   * @throws org.microwish.problem.ProblemException NOT_FOUND if no signing key is configured,
   *     because another service issues the tokens
   */
  @Override
  public String sign(JwtClaimsBuilder claims) {
    TokenKeyRing.Signing signing = keys.signing().orElseThrow(ProblemType.NOT_FOUND::exception);
    return claims
        .issuer(config.issuer())
        .jws()
        .keyId(signing.id())
        .algorithm(SignatureAlgorithm.ES256)
        .sign(signing.key());
  }
}
