package org.microwish.identity;

import com.github.f4b6a3.tsid.Tsid;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonNumber;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Reads the {@link Caller} out of a token whose signature, issuer and times are good. A token whose
 * claims make no caller is as bad as one that is not signed: 401 everywhere, on public reads too.
 */
@ApplicationScoped
class CallerAugmentor implements SecurityIdentityAugmentor {

  /** What accounts look like; the columns that keep them have 64 characters. */
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9._:@-]{1,64}");

  /** See {@link Caller#divisionPath}; it becomes a prefix in queries. */
  private static final Pattern PATH = Pattern.compile("|[1-9][0-9]{1,11}([GB][0-9]{2}){0,2}");

  private final Revocations revocations;

  CallerAugmentor(Revocations revocations) {
    this.revocations = revocations;
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    if (identity.isAnonymous()) {
      return Uni.createFrom().item(identity);
    }
    if (identity.getPrincipal() instanceof JsonWebToken token) {
      // What is known is answered at once; only a look into the database leaves the event loop.
      return revocations.areKnown()
          ? Uni.createFrom().item(() -> check(identity, token))
          : context.runBlocking(() -> check(identity, token));
    }
    return Uni.createFrom().failure(new AuthenticationFailedException("no bearer token"));
  }

  private SecurityIdentity check(SecurityIdentity identity, JsonWebToken token) {
    Caller caller = read(token);
    Instant issuedAt = Instant.ofEpochSecond(token.getIssuedAtTime());
    String session = text(token, CurrentCaller.SESSION);
    if (revocations.isRevoked(caller.account(), epoch(token), issuedAt)
        || (session != null
            && revocations.isRevoked(CurrentCaller.sessionKey(session), 0, issuedAt))) {
      throw bad("revoked");
    }
    return QuarkusSecurityIdentity.builder(identity)
        .addAttribute(CurrentCaller.ATTRIBUTE, caller)
        .addAttributes(scopes(token))
        .build();
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

  private static Caller read(JsonWebToken token) {
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

  /** A client's token names its scopes; a person's has no such claim and is not narrowed. */
  private static Map<String, Object> scopes(JsonWebToken token) {
    String listed = text(token, CurrentCaller.SCOPE);
    if (listed == null) {
      return Map.of();
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : listed.split(" ", -1)) {
      Scope.of(name).ifPresent(scopes::add);
    }
    return Map.of(CurrentCaller.SCOPES, Set.copyOf(scopes));
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
