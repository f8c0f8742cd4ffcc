package org.microwish.login.token;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.microwish.caller.CallerPrincipal;

/**
 * Decides which bearer tokens are good: those of this service, by any of the {@link TokenKeyRing},
 * and those of the {@link OpenIdProvider} where there is one. The issuer that a token names chooses
 * the keys, and with them the algorithms; a token never chooses its own.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class TokenVerification extends JWTCallerPrincipalFactory {

  /** Seconds by which the clocks of issuer and service may differ. */
  static final int SKEW_SECONDS = 30;

  private static final AlgorithmConstraints ES256 =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

  private final TokenKeyRing keys;
  private final TokenConfig config;
  private final OpenIdProvider provider;
  private final VerifiedTokens verified;

  /** Reads without believing: only to see whose keys to ask. */
  private final JwtConsumer peek =
      new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setDisableRequireSignature()
          .setSkipSignatureVerification()
          .build();

  TokenVerification(
      TokenKeyRing keys, TokenConfig config, OpenIdProvider provider, VerifiedTokens verified) {
    this.keys = keys;
    this.config = config;
    this.provider = provider;
    this.verified = verified;
  }

  @Override
  public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
    try {
      JwtContext unverified = peek.process(token);
      String issuer = unverified.getJwtClaims().getIssuer();
      JwtClaims claims =
          provider.isIssuer(issuer) ? provider.verify(token, unverified) : own(token, unverified);
      claims.setStringClaim(Claims.raw_token.name(), token);
      // A token whose claims make no caller is as bad as one that is not signed.
      CallerPrincipal principal = CallerPrincipal.of(claims);
      verified.add(token, principal);
      return principal;
    } catch (InvalidJwtException | MalformedClaimException | RuntimeException bad) {
      throw new ParseException("the token is not good", bad);
    }
  }

  private JwtClaims own(String token, JwtContext unverified) throws InvalidJwtException {
    if (!provider.isOwnAccepted()) {
      throw new InvalidJwtException("own tokens are not accepted", List.of(), unverified);
    }
    return verify(
        token,
        unverified,
        keys.candidates(keyId(unverified)),
        config.issuer(),
        Optional.empty(),
        ES256);
  }

  /** The key that the token says it was signed with, or null. */
  static String keyId(JwtContext unverified) {
    JsonWebStructure outer = unverified.getJoseObjects().getFirst();
    return outer.getKeyIdHeaderValue();
  }

  /**
   * The claims of a token that one of these keys signed.
   *
   * @param audience what it must name as its audience; where nothing is asked for, it may name none
   *     but the issuer
   */
  static JwtClaims verify(
      String token,
      JwtContext unverified,
      Iterable<PublicJsonWebKey> candidates,
      String issuer,
      Optional<String> audience,
      AlgorithmConstraints algorithms)
      throws InvalidJwtException {
    InvalidJwtException refusal = null;
    for (PublicJsonWebKey key : candidates) {
      try {
        return new JwtConsumerBuilder()
            .setJwsAlgorithmConstraints(algorithms)
            .setVerificationKey(key.getKey())
            .setExpectedIssuer(true, issuer)
            .setExpectedAudience(audience.isPresent(), audience.orElse(issuer))
            .setRequireExpirationTime()
            .setAllowedClockSkewInSeconds(SKEW_SECONDS)
            .build()
            .processToClaims(token);
      } catch (InvalidJwtException bad) {
        refusal = bad;
      }
    }
    throw refusal != null ? refusal : new InvalidJwtException("unknown key", List.of(), unverified);
  }
}
