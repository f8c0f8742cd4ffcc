package org.microwish.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.microwish.identity.TokenContent;
import org.microwish.platform.Time;

/**
 * Tokens whose signature, issuer and times were good a moment ago: a phone shows the same one with
 * every request, and verifying it costs more than all else that a small request does. What may
 * change meanwhile is asked each time all the same: whether it has run out, and, by {@code
 * CallerAugmentor}, whether it was revoked. A key that a provider takes back counts on for a
 * minute.
 */
@ApplicationScoped
public class VerifiedTokens implements IdentityProvider<TokenAuthenticationRequest> {

  /** A token and what it says, read once. */
  private record Verified(JWTCallerPrincipal principal, TokenContent content) {}

  /** Some 3 KB each: at most 30 MB in the rush. */
  private static final long MOST = 10_000;

  private static final Duration LIFE = Duration.ofMinutes(1);

  private static final Logger LOG = Logger.getLogger(VerifiedTokens.class);

  /** Before Quarkus' own provider, which verifies, and which this one leaves the others to. */
  private static final int FIRST = SYSTEM_FIRST + 1000;

  private final Time time;
  private final Cache<String, Verified> verified =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LIFE).build();

  VerifiedTokens(Time time) {
    this.time = time;
  }

  /** Remembers a token that has just been verified, unless its claims make no caller. */
  void add(String token, JWTCallerPrincipal principal) {
    try {
      verified.put(token, new Verified(principal, TokenContent.of(principal)));
    } catch (AuthenticationFailedException refused) {
      // Who asks next, CallerAugmentor, will say so.
      LOG.debug("A verified token that makes no caller", refused);
    }
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  @Override
  public int priority() {
    return FIRST;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    Verified known = verified.getIfPresent(request.getToken().getToken());
    if (known == null || hasRunOut(known.principal())) {
      return Uni.createFrom().nullItem();
    }
    JWTCallerPrincipal principal = known.principal();
    return Uni.createFrom()
        .item(
            QuarkusSecurityIdentity.builder()
                .setPrincipal(principal)
                .addCredential(request.getToken())
                .addRole(known.content().caller().role().name())
                .addAttribute(TokenContent.ATTRIBUTE, known.content())
                .build());
  }

  private boolean hasRunOut(JWTCallerPrincipal principal) {
    return time.now().getEpochSecond()
        >= principal.getExpirationTime() + TokenVerification.SKEW_SECONDS;
  }
}
