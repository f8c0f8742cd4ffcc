package org.microwish.identity;

import com.github.f4b6a3.tsid.Tsid;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.json.JsonNumber;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What a verified token says. Its claims never change, so who remembers the token remembers this
 * with it: reading a claim of our own costs SmallRye an exception each time, because it looks for
 * its name among the standard ones first.
 *
 * @param caller who shows it
 * @param epoch of the account when it was made
 * @param issuedAt when that was
 * @param session the login session that it was made in, or null
 * @param scopes what it may be used for; null where it is not narrowed: a person's
 */
public record TokenContent(
    Caller caller, long epoch, Instant issuedAt, String session, Set<Scope> scopes) {

  /** Where an identity keeps what its token says, once that was read. */
  public static final String ATTRIBUTE = TokenContent.class.getName();

  /** What accounts look like; the columns that keep them have 64 characters. */
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._:@-]{1,64}");

  /** See {@link Caller#divisionPath}; it becomes a prefix in queries. */
  private static final Pattern PATH = Pattern.compile("|[1-9][0-9]{1,11}([GB][0-9]{2}){0,2}");

  /**
   * Reads a token whose signature, issuer and times are good.
   *
   * @throws AuthenticationFailedException when its claims make no caller
   */
  public static TokenContent of(JsonWebToken token) {
    return new TokenContent(
        caller(token),
        epoch(token),
        Instant.ofEpochSecond(token.getIssuedAtTime()),
        text(token, CurrentCaller.SESSION),
        scopes(token));
  }

  private static long epoch(JsonWebToken token) {
    Object value = token.getClaim(CurrentCaller.EPOCH);
    return switch (value) {
      case null -> 0;
      case JsonNumber number -> number.longValue();
      case Number number -> number.longValue();
      default -> throw bad("no epoch");
    };
  }

  private static Caller caller(JsonWebToken token) {
    Set<String> groups = token.getGroups();
    if (groups == null || groups.size() != 1) {
      throw bad("not exactly one role");
    }
    String account = token.getSubject();
    if (account == null || !ACCOUNT.matcher(account).matches()) {
      throw bad("no account");
    }
    String path = text(token, CurrentCaller.DIVISION);
    if (path != null && !PATH.matcher(path).matches()) {
      throw bad("no division path");
    }
    return new Caller(
        account,
        role(groups.iterator().next()),
        id(text(token, CurrentCaller.MEMBER)),
        id(text(token, CurrentCaller.ORGANISATION)),
        path);
  }

  /** A client's token names its scopes; a person's has no such claim. */
  private static Set<Scope> scopes(JsonWebToken token) {
    String listed = text(token, CurrentCaller.SCOPE);
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

  private static String text(JsonWebToken token, String claim) {
    Object value = token.getClaim(claim);
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
