package org.microwish.login.client;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.microwish.login.token.TokenConfig;
import org.microwish.platform.Sha256;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;

/**
 * Verifies the assertions (JWTs) with which clients authenticate by their own keys
 * (private_key_jwt, RFC 7523 and OpenID Connect Core section 9). An assertion must be signed with
 * ES256 or RS256, name this server as its only audience and expire within five minutes. Each
 * assertion is accepted once, across all instances.
 */
@ApplicationScoped
class Assertions {

  /** Maximum time until an assertion expires, in minutes. */
  private static final int LONGEST_MINUTES = 5;

  private static final int SKEW_SECONDS = 30;
  private static final int MAX_JTI = 255;

  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT,
          AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
          AlgorithmIdentifiers.RSA_USING_SHA256);

  private final ClientQueries queries;
  private final Transactions transactions;
  private final Time time;
  private final String[] audiences;

  /**
   * Reads an assertion without verifying it. Used only to find the client and the key that verify
   * the assertion.
   */
  private final JwtConsumer peek =
      new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setDisableRequireSignature()
          .setSkipSignatureVerification()
          .build();

  Assertions(ClientQueries queries, Transactions transactions, TokenConfig config, Time time) {
    this.queries = queries;
    this.transactions = transactions;
    this.time = time;
    String base = config.issuer().replaceAll("/$", "");
    this.audiences = new String[] {config.issuer(), base + ClientTokens.PATH};
  }

  /**
   * Returns the client id that an assertion claims, unverified; empty if the assertion cannot be
   * read.
   */
  Optional<String> subject(String jwt) {
    try {
      return Optional.ofNullable(peek.processToClaims(jwt).getSubject());
    } catch (InvalidJwtException | MalformedClaimException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Returns true if the client signed the assertion for this server, and the assertion is neither
   * expired nor used; then marks it as used.
   */
  boolean isGood(Client client, String jwt) {
    if (client.jwks == null) {
      return false;
    }
    try {
      JwtContext unverified = peek.process(jwt);
      String keyId = unverified.getJoseObjects().getFirst().getKeyIdHeaderValue();
      for (PublicJsonWebKey key : ClientKeys.keys(client.jwks)) {
        if (keyId == null || keyId.equals(key.getKeyId())) {
          Optional<JwtClaims> claims = verified(client, jwt, key);
          // Requires a single audience: with several, each of those servers could present the
          // assertion to the others.
          if (claims.isPresent() && claims.get().getAudience().size() == 1) {
            return use(client, claims.get());
          }
        }
      }
    } catch (InvalidJwtException | MalformedClaimException unreadable) {
      return false;
    }
    return false;
  }

  private Optional<JwtClaims> verified(Client client, String jwt, PublicJsonWebKey key) {
    try {
      return Optional.of(
          new JwtConsumerBuilder()
              .setJwsAlgorithmConstraints(ALGORITHMS)
              .setVerificationKey(key.getKey())
              .setExpectedIssuer(true, client.text())
              .setExpectedSubject(client.text())
              .setExpectedAudience(true, audiences)
              .setRequireExpirationTime()
              .setMaxFutureValidityInMinutes(LONGEST_MINUTES)
              .setRequireJwtId()
              .setAllowedClockSkewInSeconds(SKEW_SECONDS)
              .setEvaluationTime(NumericDate.fromMilliseconds(time.now().toEpochMilli()))
              .build()
              .processToClaims(jwt));
    } catch (InvalidJwtException bad) {
      return Optional.empty();
    }
  }

  /**
   * Marks an assertion as used. Returns false if it was used before, or if its id is empty or too
   * long. Runs in a transaction of its own, so that the assertion stays used even if the request
   * fails.
   */
  private boolean use(Client client, JwtClaims claims) throws MalformedClaimException {
    String jti = claims.getJwtId();
    if (jti.isEmpty() || jti.length() > MAX_JTI) {
      return false;
    }
    Instant end =
        Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis())
            .plus(Duration.ofSeconds(SKEW_SECONDS));
    try {
      transactions.run(() -> queries.useAssertion(client.id, Sha256.of(jti), end));
      return true;
    } catch (RuntimeException thrown) {
      if (Transactions.isDuplicate(thrown)) {
        return false;
      }
      throw thrown;
    }
  }

  @Scheduled(
      identity = "assertions-sweep",
      every = "10m",
      delayed = "2m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void forget() {
    transactions.deleteAll(queries::deleteAssertions);
  }
}
