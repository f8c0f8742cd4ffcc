package org.microwish.testing;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Duration;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.login.token.CallerTokens;
import org.microwish.party.DivisionCode;

/**
 * Bearer tokens that the service under test accepts, packaged or not. With REST Assured: {@code
 * given().auth().oauth2(Tokens.operator("desk", "440104013000"))}.
 */
public final class Tokens {

  private static final String ISSUER = "https://microwish.local";

  private Tokens() {}

  /** Of a resident. */
  public static String resident(String account) {
    return of(new Caller(account, Role.RESIDENT, null, null, null));
  }

  /** Of a collector who works in that division. */
  public static String collector(String account, String divisionCode) {
    return of(new Caller(account, Role.COLLECTOR, null, null, path(divisionCode)));
  }

  /** Of a member. */
  public static String member(String account, long memberId) {
    return of(new Caller(account, Role.MEMBER, memberId, null, null));
  }

  /** Of an organisation's steward. */
  public static String steward(String account, long organisationId) {
    return of(new Caller(account, Role.STEWARD, null, organisationId, null));
  }

  /** Of that division's staff. */
  public static String operator(String account, String divisionCode) {
    return of(new Caller(account, Role.OPERATOR, null, null, path(divisionCode)));
  }

  /** Of that division's auditor. */
  public static String auditor(String account, String divisionCode) {
    return of(new Caller(account, Role.AUDITOR, null, null, path(divisionCode)));
  }

  /** Of a partner's program that works in that division. */
  public static String partner(String account, String divisionCode) {
    return of(new Caller(account, Role.PARTNER, null, null, path(divisionCode)));
  }

  /** Of an administrator of everything. */
  public static String administrator(String account) {
    return of(new Caller(account, Role.ADMINISTRATOR, null, null, null));
  }

  /** Of any caller. */
  public static String of(Caller caller) {
    return sign(CallerTokens.claims(caller, Duration.ofHours(1)));
  }

  /** Signs claims that a test has made up. */
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
