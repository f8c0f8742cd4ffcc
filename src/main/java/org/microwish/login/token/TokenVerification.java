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
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.microwish.caller.CallerPrincipal;

/**
 * Verifies bearer tokens: those of this service with the keys of the {@link TokenKeyRing}, and
 * those of the {@link OpenIdProvider}, if one is configured. The issuer in a token determines which
 * keys and algorithms are accepted; the token cannot choose the algorithm.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class TokenVerification extends JWTCallerPrincipalFactory {

  /** Allowed difference between the clocks of issuer and service, in seconds. */
  static final int SKEW_SECONDS = 30;

  private final JwtConsumer ownTokens;
  private final OpenIdProvider provider;
  private final VerifiedTokens verified;

  /** Reads a token without verifying it, to find its issuer. */
  private final JwtConsumer peek =
      new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setDisableRequireSignature()
          .setSkipSignatureVerification()
          .build();

  TokenVerification(
      TokenKeyRing keys, TokenConfig config, OpenIdProvider provider, VerifiedTokens verified) {
    this.ownTokens =
        consumer(
                config.issuer(),
                Optional.empty(),
                Set.of(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256))
            .setVerificationKeyResolver(resolver(keys.keys()))
            .build();
    this.provider = provider;
    this.verified = verified;
  }

  @Override
  public JWTCallerPrincipal parse(String token, JWTAuthContextInfo ignored) throws ParseException {
    try {
      String issuer = peek.processToClaims(token).getIssuer();
      JwtClaims claims = provider.isIssuer(issuer) ? provider.verify(token) : own(token);
      claims.setStringClaim(Claims.raw_token.name(), token);
      // Throws, and so refuses the token, if the claims do not identify a caller.
      CallerPrincipal principal = CallerPrincipal.of(claims);
      verified.add(token, principal);
      return principal;
    } catch (InvalidJwtException | MalformedClaimException | RuntimeException bad) {
      throw new ParseException("the token is invalid", bad);
    }
  }

  private JwtClaims own(String token) throws InvalidJwtException {
    if (!provider.isOwnAccepted()) {
      throw new IllegalArgumentException("own tokens are not accepted");
    }
    return ownTokens.processToClaims(token);
  }

  /**
   * Returns a builder of a verifier, with the checks that apply to every token, of this service and
   * of the provider.
   *
   * @param audience the only audience that a token must name. A token with several audiences is
   *     refused, because another recipient of the token could present it here. If empty, a token
   *     may omit the audience; if it names one, that must be the issuer
   * @param algorithms allowed signature algorithms
   */
  static JwtConsumerBuilder consumer(
      String issuer, Optional<String> audience, Set<String> algorithms) {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new))
        .setExpectedIssuer(true, issuer)
        .setExpectedAudience(audience.isPresent(), audience.orElse(issuer))
        .registerValidator((Validator) TokenVerification::refuseSeveralAudiences)
        .setRequireExpirationTime()
        .setAllowedClockSkewInSeconds(SKEW_SECONDS);
  }

  private static String refuseSeveralAudiences(JwtContext token) throws MalformedClaimException {
    JwtClaims claims = token.getJwtClaims();
    return claims.hasAudience() && claims.getAudience().size() != 1
        ? "the token has several audiences"
        : null;
  }

  /**
   * Creates a resolver that finds the key that a token names, or, if the token names none, the key
   * that verifies its signature.
   */
  static VerificationKeyResolver resolver(List<JsonWebKey> keys) {
    var resolver = new JwksVerificationKeyResolver(keys);
    resolver.setDisambiguateWithVerifySignature(true);
    return resolver;
  }
}
