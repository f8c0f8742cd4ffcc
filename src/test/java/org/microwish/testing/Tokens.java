package org.microwish.testing;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Duration;
import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.login.token.CallerTokens;
import org.microwish.party.DivisionCode;

/**
 * Creates bearer tokens that the service under test accepts, packaged or not. With REST Assured:
 * {@code given().auth().oauth2(Tokens.operator("desk", "440104013000"))}.
 */
public final class Tokens {

  private static final String ISSUER = "https://microwish.local";

  private Tokens() {}

  /** Returns a resident's token. */
  public static String resident(String account) {
    return of(new Caller(account, Role.RESIDENT, null, null, null));
  }

  /** Returns the token of a collector of that division. */
  public static String collector(String account, String divisionCode) {
    return of(new Caller(account, Role.COLLECTOR, null, null, path(divisionCode)));
  }

  /** Returns a member's token. */
  public static String member(String account, long memberId) {
    return of(new Caller(account, Role.MEMBER, memberId, null, null));
  }

  /** Returns the token of an organisation's steward. */
  public static String steward(String account, long organisationId) {
    return of(new Caller(account, Role.STEWARD, null, organisationId, null));
  }

  /** Returns the token of an operator of that division. */
  public static String operator(String account, String divisionCode) {
    return of(new Caller(account, Role.OPERATOR, null, null, path(divisionCode)));
  }

  /** Returns the token of an auditor of that division. */
  public static String auditor(String account, String divisionCode) {
    return of(new Caller(account, Role.AUDITOR, null, null, path(divisionCode)));
  }

  /** Returns the token of a partner's client for that division. */
  public static String partner(String account, String divisionCode) {
    return of(new Caller(account, Role.PARTNER, null, null, path(divisionCode)));
  }

  /** Returns the token of an administrator of all divisions. */
  public static String administrator(String account) {
    return of(new Caller(account, Role.ADMINISTRATOR, null, null, null));
  }

  /** Returns the token of any caller, as after a login with a second factor. */
  public static String of(Caller caller) {
    return confirmed(caller, Instant.now());
  }

  /** Returns the token of a caller who showed a second factor at that time. */
  public static String confirmed(Caller caller, Instant at) {
    return sign(
        CallerTokens.claims(caller, Duration.ofHours(1))
            .claim(CurrentCaller.AUTH_TIME, at.getEpochSecond()));
  }

  /** Returns the token of a caller without a fresh second factor, as after a refresh. */
  public static String unconfirmed(Caller caller) {
    return sign(CallerTokens.claims(caller, Duration.ofHours(1)));
  }

  /** Signs arbitrary claims. */
  public static String sign(JwtClaimsBuilder claims) {
    return claims
        .issuer(ISSUER)
        .jws()
        .algorithm(SignatureAlgorithm.ES256)
        .sign(TestDatabase.tokenKey());
  }

  private static String path(String divisionCode) {
    return DivisionCode.parse(divisionCode).path();
  }
}
