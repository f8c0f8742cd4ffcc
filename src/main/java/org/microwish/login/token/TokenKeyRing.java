package org.microwish.login.token;

import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;
import org.microwish.platform.start.TokenKeys;

/**
 * The configured keys of the service's own tokens. The id of a key is its SHA-256 thumbprint (RFC
 * 7638), so that all instances use the same id without coordination.
 */
@Singleton
public class TokenKeyRing {

  /**
   * The key that signs.
   *
   * @param id the key id in the token's header
   */
  record Signing(String id, PrivateKey key) {}

  private final Optional<Signing> signing;
  private final List<JsonWebKey> keys;

  TokenKeyRing(TokenConfig config) {
    List<KeyPair> pairs = TokenKeys.signing(config.signingKeys().orElse(List.of()));
    Map<String, JsonWebKey> all = new LinkedHashMap<>();
    Stream.concat(
            pairs.stream().map(KeyPair::getPublic),
            TokenKeys.verifying(config.publicKeys().orElse(List.of())).stream())
        .map(TokenKeyRing::named)
        .forEach(key -> all.putIfAbsent(key.getKeyId(), key));
    keys = List.copyOf(all.values());
    signing =
        pairs.stream()
            .findFirst()
            .map(pair -> new Signing(keys.getFirst().getKeyId(), pair.getPrivate()));
  }

  /** Returns true if this service has a signing key and so issues its own tokens. */
  public boolean signs() {
    return signing.isPresent();
  }

  /** Returns the key that signs new tokens; empty if another service issues all tokens. */
  Optional<Signing> signing() {
    return signing;
  }

  /**
   * Returns all public keys that verify tokens. The first one belongs to the signing key, if there
   * is a signing key.
   */
  List<JsonWebKey> keys() {
    return keys;
  }

  /** Returns the public keys as members of a JWK set (RFC 7517), in the order of {@link #keys}. */
  List<Map<String, Object>> published() {
    return keys.stream()
        .map(key -> key.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY))
        .toList();
  }

  private static JsonWebKey named(PublicKey key) {
    try {
      PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(key);
      jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
      jwk.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      jwk.setUse(Use.SIGNATURE);
      return jwk;
    } catch (JoseException unknownKind) {
      throw new IllegalStateException(unknownKind);
    }
  }
}
