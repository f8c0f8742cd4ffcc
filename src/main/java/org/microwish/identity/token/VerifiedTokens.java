package org.microwish.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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

  /** Some 3 KB each: at most 30 MB in the rush. */
  private static final long MOST = 10_000;

  private static final Duration LIFE = Duration.ofMinutes(1);

  /** Before Quarkus' own provider, which verifies, and which this one leaves the others to. */
  private static final int FIRST = SYSTEM_FIRST + 1000;

  private final Time time;
  private final Cache<String, JWTCallerPrincipal> verified =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LIFE).build();

  VerifiedTokens(Time time) {
    this.time = time;
  }

  /** Remembers a token that has just been verified. */
  void add(String token, JWTCallerPrincipal principal) {
    verified.put(token, principal);
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
    JWTCallerPrincipal principal = verified.getIfPresent(request.getToken().getToken());
    if (principal == null || hasRunOut(principal)) {
      return Uni.createFrom().nullItem();
    }
    return Uni.createFrom()
        .item(
            QuarkusSecurityIdentity.builder()
                .setPrincipal(principal)
                .addCredential(request.getToken())
                .addRoles(principal.getGroups())
                .build());
  }

  private boolean hasRunOut(JWTCallerPrincipal principal) {
    return time.now().getEpochSecond()
        >= principal.getExpirationTime() + TokenVerification.SKEW_SECONDS;
  }
}
