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
 * What a verified token says, read once: through SmallRye each claim of our own would cost an
 * exception, because it looks for its name among the standard ones first.
 *
 * @param caller who shows it
 * @param epoch of the account when it was made
 * @param issuedAt when that was
 * @param session the login session that it was made in, or null
 * @param scopes what it may be used for; null where it is not narrowed: a person's
 */
public record TokenContent(
    Caller caller, long epoch, Instant issuedAt, String session, Set<Scope> scopes) {

  /** What accounts look like; the columns that keep them have 64 characters. */
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._:@-]{1,64}");

  /** See {@link Caller#divisionPath}; it becomes a prefix in queries. */
  private static final Pattern PATH = Pattern.compile("|[1-9][0-9]{1,11}([GB][0-9]{2}){0,2}");

  /**
   * Reads the claims of a token whose signature, issuer and times are good.
   *
   * @throws AuthenticationFailedException when they make no caller
   */
  static TokenContent of(JwtClaims claims) {
    try {
      NumericDate issued = claims.getIssuedAt();
      return new TokenContent(
          caller(claims),
          epoch(claims),
          issued == null ? Instant.EPOCH : Instant.ofEpochSecond(issued.getValue()),
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
      default -> throw bad("no epoch");
    };
  }

  private static Caller caller(JwtClaims claims) throws MalformedClaimException {
    List<String> listed = claims.getStringListClaimValue(Claims.groups.name());
    Set<String> groups = listed == null ? Set.of() : new HashSet<>(listed);
    if (groups.size() != 1) {
      throw bad("not exactly one role");
    }
    String account = claims.getSubject();
    if (account == null || !ACCOUNT.matcher(account).matches()) {
      throw bad("no account");
    }
    String path = text(claims, CurrentCaller.DIVISION);
    if (path != null && !PATH.matcher(path).matches()) {
      throw bad("no division path");
    }
    return new Caller(
        account,
        role(groups.iterator().next()),
        id(text(claims, CurrentCaller.MEMBER)),
        id(text(claims, CurrentCaller.ORGANISATION)),
        path);
  }

  /** A client's token names its scopes; a person's has no such claim. */
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
      throw bad(claim + " is no text");
    }
    return (String) value;
  }

  private static Long id(String text) {
    if (text != null && !Tsid.isValid(text)) {
      throw bad("no id");
    }
    return text == null ? null : Tsid.from(text).toLong();
  }

  private static AuthenticationFailedException bad(String why) {
    return new AuthenticationFailedException(why);
  }
}
