package org.microwish.login.token;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The service's own tokens. */
@ConfigMapping(prefix = "microwish.token")
public interface TokenConfig {

  /** Who issues them: the {@code iss} claim, and the base of the addresses in the metadata. */
  String issuer();

  /**
   * ES256 private keys (PKCS #8), PEM texts or paths: the first signs, all verify. None where
   * others issue all tokens.
   */
  Optional<List<String>> signingKeys();

  /** ES256 public keys that verify too: retired ones, or those of whoever issues the tokens. */
  Optional<List<String>> publicKeys();
}
