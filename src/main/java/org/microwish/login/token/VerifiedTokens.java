package org.microwish.login.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.microwish.caller.CallerPrincipal;
import org.microwish.platform.Time;

/**
 * Caches verified tokens: a phone sends the same token with every request, and verifying it costs
 * more than the rest of a small request. Expiry is checked here on every request, and revocation by
 * {@code CallerAugmentor}. The service's own keys change only with its configuration, so its tokens
 * are cached until they expire; a provider's tokens are cached for one minute, because the provider
 * may withdraw a key.
 */
@ApplicationScoped
public class VerifiedTokens implements IdentityProvider<TokenAuthenticationRequest> {

  /** Maximum number of cached tokens; about 3 KB each, so at most 30 MB. */
  private static final long MOST = 10_000;

  /** Maximum time for which a provider's token is cached. */
  private static final Duration LIFE = Duration.ofMinutes(1);

  /**
   * Priority of this identity provider: it runs before Quarkus' own provider, which verifies the
   * tokens that are not cached.
   */
  private static final int FIRST = SYSTEM_FIRST + 1000;

  private final Time time;
  private final OpenIdProvider provider;
  private final Cache<String, CallerPrincipal> verified =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfter(
              Expiry.<String, CallerPrincipal>creating((token, principal) -> life(principal)))
          .build();

  VerifiedTokens(Time time, OpenIdProvider provider) {
    this.time = time;
    this.provider = provider;
  }

  /** Caches a token that has just been verified. */
  void add(String token, CallerPrincipal principal) {
    verified.put(token, principal);
  }

  private Duration life(CallerPrincipal principal) {
    Duration left = Duration.between(time.own(), end(principal));
    return provider.isIssuer(principal.getIssuer()) && left.compareTo(LIFE) > 0 ? LIFE : left;
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
    CallerPrincipal principal = verified.getIfPresent(request.getToken().getToken());
    if (principal == null || !time.own().isBefore(end(principal))) {
      return Uni.createFrom().nullItem();
    }
    return Uni.createFrom()
        .item(
            QuarkusSecurityIdentity.builder()
                .setPrincipal(principal)
                .addCredential(request.getToken())
                .addRole(principal.content().caller().role().name())
                .build());
  }

  private static Instant end(CallerPrincipal principal) {
    return Instant.ofEpochSecond(principal.getExpirationTime() + TokenVerification.SKEW_SECONDS);
  }
}
