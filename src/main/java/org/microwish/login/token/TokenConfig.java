package org.microwish.login.token;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Configuration of the issuer and the keys of the service's own tokens. */
@ConfigMapping(prefix = "microwish.token")
public interface TokenConfig {

  /** The {@code iss} claim of the tokens, and the base of the URLs in the metadata. */
  String issuer();

  /**
   * ES256 private keys (PKCS #8), as PEM texts or paths: the first key signs tokens, all keys
   * verify them. Unset if another service issues all tokens.
   */
  Optional<List<String>> signingKeys();

  /**
   * Further ES256 public keys that verify tokens: retired keys, or those of another service that
   * issues tokens.
   */
  Optional<List<String>> publicKeys();
}
