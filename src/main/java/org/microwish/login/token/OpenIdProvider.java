package org.microwish.login.token;

import com.github.f4b6a3.tsid.Tsid;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Sha256;
import org.microwish.platform.net.OutgoingUrls;

/**
 * Verifies the tokens of an OpenID provider and converts their claims to the claims of this
 * service's own tokens. The configuration maps the roles, and names the claims with role, division
 * and organisation; a token that does not map to exactly one role is refused. The account id is a
 * digest of issuer and subject, because a subject may be a person's name.
 */
@Singleton
public class OpenIdProvider {

  /** The roles that a provider may grant. Residents and members log in with WeChat. */
  private static final Set<Role> GRANTABLE =
      Set.of(
          Role.COLLECTOR,
          Role.STEWARD,
          Role.OPERATOR,
          Role.AUDITOR,
          Role.PARTNER,
          Role.ADMINISTRATOR);

  /**
   * Suffix of ADMINISTRATOR in {@code microwish.openid.roles}: a token with such a role may omit
   * the division, and then administers all divisions.
   */
  private static final String EVERYWHERE = ":everywhere";

  /** Prefix of the account ids of users who log in at a provider. */
  private static final String ACCOUNT = "oidc:";

  /**
   * The role of this service that one of the provider's roles maps to.
   *
   * @param everywhere true if the token may omit the division
   */
  private record Grant(Role role, boolean everywhere) {}

  private final OpenIdConfig config;
  private final Map<String, Grant> roles;
  private final JwtConsumer consumer;

  OpenIdProvider(OpenIdConfig config) {
    this.config = config;
    if (config.issuer().isEmpty()) {
      this.roles = Map.of();
      this.consumer = null;
      return;
    }
    if (config.audience().isEmpty()) {
      throw missing("audience");
    }
    this.roles =
        config.roles().orElse(List.of()).stream()
            .map(entry -> entry.split("=(?=[A-Z]+(:[a-z]+)?$)", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> grant(pair[pair.length - 1])));
    for (String algorithm : config.algorithms()) {
      if (!algorithm.matches("(RS|PS|ES)(256|384|512)")) {
        throw new IllegalArgumentException("microwish.openid.algorithms: " + algorithm);
      }
    }
    this.consumer =
        TokenVerification.consumer(config.issuer().get(), config.audience(), config.algorithms())
            .setVerificationKeyResolver(keys(config))
            .build();
  }

  private static VerificationKeyResolver keys(OpenIdConfig config) {
    String jwks = config.jwks().orElseThrow(() -> missing("jwks")).strip();
    if (jwks.startsWith("{")) {
      try {
        return TokenVerification.resolver(new JsonWebKeySet(jwks).getJsonWebKeys());
      } catch (JoseException malformed) {
        throw new IllegalArgumentException("microwish.openid.jwks is not a JWK set", malformed);
      }
    }
    if (!OutgoingUrls.isSecure(URI.create(jwks))) {
      throw new IllegalArgumentException(
          "microwish.openid.jwks must be https, or http on this machine's loopback");
    }
    var resolver = new HttpsJwksVerificationKeyResolver(ProviderKeyRequest.keys(jwks, config));
    resolver.setDisambiguateWithVerifySignature(true);
    return resolver;
  }

  private static IllegalArgumentException missing(String key) {
    return new IllegalArgumentException(
        "microwish.openid." + key + " must be set if microwish.openid.issuer is set");
  }

  private static Grant grant(String name) {
    for (Role role : GRANTABLE) {
      if (role.name().equals(name)) {
        return new Grant(role, false);
      }
    }
    if (name.equals(Role.ADMINISTRATOR.name() + EVERYWHERE)) {
      return new Grant(Role.ADMINISTRATOR, true);
    }
    throw new IllegalArgumentException("microwish.openid.roles: no such role: " + name);
  }

  /** Returns true if the account id is that of a user who logs in at a provider. */
  public static boolean hasIssued(String account) {
    return account.startsWith(ACCOUNT);
  }

  /** Returns true if the issuer is the configured provider. */
  boolean isIssuer(String issuer) {
    return config.issuer().isPresent() && config.issuer().get().equals(issuer);
  }

  /** Returns true if the service's own tokens are accepted. */
  boolean isOwnAccepted() {
    return config.ownTokens() || config.issuer().isEmpty();
  }

  /**
   * Verifies a provider's token and returns the claims that this service's own token for the same
   * caller would have.
   */
  JwtClaims verify(String token) throws InvalidJwtException, MalformedClaimException {
    return mapped(consumer.processToClaims(token));
  }

  private JwtClaims mapped(JwtClaims theirs) throws MalformedClaimException {
    String subject = theirs.getSubject();
    if (subject == null || subject.isBlank()) {
      throw new IllegalArgumentException("the token has no subject");
    }
    Set<Grant> found = new LinkedHashSet<>();
    for (String name : texts(at(theirs, config.roleClaim()))) {
      Grant grant = roles.get(name);
      if (grant != null) {
        found.add(grant);
      }
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException("the token does not map to exactly one role");
    }
    Grant grant = found.iterator().next();
    Role role = grant.role();
    List<String> divisions = texts(at(theirs, config.divisionClaim()));
    List<String> organisations = texts(at(theirs, config.organisationClaim()));
    // A missing division would otherwise let an administrator's token administer all divisions.
    boolean needsDivision = role != Role.STEWARD && !grant.everywhere();
    if (divisions.size() > 1
        || organisations.size() > 1
        || (needsDivision && divisions.isEmpty())
        || (role == Role.STEWARD && organisations.isEmpty())) {
      throw new IllegalArgumentException("the division or organisation is missing or not unique");
    }
    JwtClaims ours = new JwtClaims();
    ours.setIssuer(theirs.getIssuer());
    ours.setSubject(account(theirs.getIssuer(), subject));
    ours.setExpirationTime(theirs.getExpirationTime());
    ours.setIssuedAt(theirs.getIssuedAt());
    if (theirs.getClaimValue(CurrentCaller.AUTH_TIME) instanceof Number confirmed) {
      ours.setNumericDateClaim(
          CurrentCaller.AUTH_TIME, NumericDate.fromSeconds(confirmed.longValue()));
    }
    ours.setStringListClaim("groups", role.name());
    if (!divisions.isEmpty()) {
      ours.setStringClaim(CurrentCaller.DIVISION, DivisionCode.parse(divisions.getFirst()).path());
    }
    if (!organisations.isEmpty()) {
      ours.setStringClaim(
          CurrentCaller.ORGANISATION, Tsid.from(organisations.getFirst()).toString());
    }
    if (role == Role.PARTNER) {
      // A partner's program may use only the scopes that its token names.
      ours.setStringClaim(
          CurrentCaller.SCOPE, String.join(" ", texts(at(theirs, CurrentCaller.SCOPE))));
    }
    return ours;
  }

  private static Object at(JwtClaims claims, String path) {
    Object found = claims.getClaimsMap();
    for (String step : path.split("/", -1)) {
      if (!(found instanceof Map<?, ?> object)) {
        return null;
      }
      found = object.get(step);
    }
    return found;
  }

  private static List<String> texts(Object claim) {
    return switch (claim) {
      case null -> List.of();
      case String text -> List.of(text);
      case Collection<?> several -> {
        List<String> texts = new ArrayList<>();
        for (Object one : several) {
          if (!(one instanceof String text)) {
            throw new IllegalArgumentException("a claim is a list of something other than strings");
          }
          texts.add(text);
        }
        yield texts;
      }
      case Object other ->
          throw new IllegalArgumentException("a claim is neither a string nor a list");
    };
  }

  /** Returns true if an account id is that of a user who logs in at a provider. */
  public static boolean isAccount(String account) {
    return account.startsWith(ACCOUNT);
  }

  /**
   * Returns the account id of a provider's user: a digest, which fits the database columns and does
   * not reveal the subject.
   */
  static String account(String issuer, String subject) {
    return ACCOUNT
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Sha256.of(issuer + "\n" + subject));
  }
}
