package org.microwish.caller;

import com.github.f4b6a3.tsid.Tsid;
import io.quarkus.security.AuthenticationFailedException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;

/**
 * The content of a verified token. The claims are parsed once per token, because reading a custom
 * claim through SmallRye throws and catches an exception each time.
 *
 * @param caller the caller the token identifies
 * @param epoch the account's revocation epoch when the token was issued
 * @param issuedAt when the token was issued
 * @param confirmedAt when the person last presented a second factor, or null
 * @param session the id of the login session in which the token was issued, or null
 * @param scopes the scopes of a client's token; null for a person's token
 */
public record TokenContent(
    Caller caller,
    long epoch,
    Instant issuedAt,
    Instant confirmedAt,
    String session,
    Set<Scope> scopes) {

  /** A regular expression for account names; the columns that store them have 64 characters. */
  public static final String ACCOUNT = "[A-Za-z0-9._:@-]{1,64}";

  /** The permitted values of {@link Caller#divisionPath}, which queries use as a prefix. */
  private static final Pattern PATH =
      Pattern.compile("|[1-9][0-9]{1,11}([GBU]([0-9]{2}|00[1-9][0-9]{2})){0,3}");

  /**
   * Reads the claims of a token whose signature, issuer and times were verified.
   *
   * @throws AuthenticationFailedException if the claims do not describe a caller
   */
  static TokenContent of(JwtClaims claims) {
    try {
      NumericDate issued = claims.getIssuedAt();
      return new TokenContent(
          caller(claims),
          epoch(claims),
          issued == null ? Instant.EPOCH : Instant.ofEpochSecond(issued.getValue()),
          confirmedAt(claims),
          text(claims, CurrentCaller.SESSION),
          scopes(claims));
    } catch (MalformedClaimException malformed) {
      throw new AuthenticationFailedException(malformed);
    }
  }

  private static long epoch(JwtClaims claims) {
    return switch (claims.getClaimValue(CurrentCaller.EPOCH)) {
      case null -> 0;
      case Number number -> number.longValue();
      default -> throw bad("epoch is not a number");
    };
  }

  private static Instant confirmedAt(JwtClaims claims) {
    return switch (claims.getClaimValue(CurrentCaller.AUTH_TIME)) {
      case null -> null;
      case Number number -> Instant.ofEpochSecond(number.longValue());
      default -> throw bad(CurrentCaller.AUTH_TIME + " is not a number");
    };
  }

  private static Caller caller(JwtClaims claims) throws MalformedClaimException {
    List<String> listed = claims.getStringListClaimValue(Claims.groups.name());
    Set<String> groups = listed == null ? Set.of() : new HashSet<>(listed);
    if (groups.size() != 1) {
      throw bad("not exactly one role");
    }
    String account = claims.getSubject();
    if (account == null || !account.matches(ACCOUNT)) {
      throw bad("no valid account");
    }
    String path = text(claims, CurrentCaller.DIVISION);
    if (path != null && !PATH.matcher(path).matches()) {
      throw bad("invalid division path");
    }
    return new Caller(
        account,
        role(groups.iterator().next()),
        id(text(claims, CurrentCaller.MEMBER)),
        id(text(claims, CurrentCaller.ORGANISATION)),
        path);
  }

  /**
   * Returns the scopes that a client's token lists, without unknown names; null for a person's
   * token, which lists none.
   */
  private static Set<Scope> scopes(JwtClaims claims) {
    String listed = text(claims, CurrentCaller.SCOPE);
    if (listed == null) {
      return null;
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : listed.split(" ", -1)) {
      Scope.of(name).ifPresent(scopes::add);
    }
    return Set.copyOf(scopes);
  }

  private static Role role(String name) {
    for (Role role : Role.values()) {
      if (role != Role.SYSTEM && role.name().equals(name)) {
        return role;
      }
    }
    throw bad("no such role");
  }

  private static String text(JwtClaims claims, String claim) {
    Object value = claims.getClaimValue(claim);
    if (value != null && !(value instanceof String)) {
      throw bad(claim + " is not a string");
    }
    return (String) value;
  }

  private static Long id(String text) {
    if (text != null && !Tsid.isValid(text)) {
      throw bad("invalid id");
    }
    return text == null ? null : Tsid.from(text).toLong();
  }

  private static AuthenticationFailedException bad(String why) {
    return new AuthenticationFailedException(why);
  }
}
