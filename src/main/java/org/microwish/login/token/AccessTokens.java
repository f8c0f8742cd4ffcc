package org.microwish.login.token;

import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Revocations;
import org.microwish.platform.Time;

/** Issues this service's own access tokens, whose claims {@link CurrentCaller} reads. */
@ApplicationScoped
public class AccessTokens {

  private final TokenSigner signer;
  private final Time time;
  private final Duration life;

  AccessTokens(TokenSigner signer, TokenLifeConfig config, Time time) {
    this.signer = signer;
    this.time = time;
    this.life = config.access();
    if (life.compareTo(Duration.ofSeconds(1)) < 0 || life.compareTo(Revocations.LONGEST_LIFE) > 0) {
      throw new IllegalArgumentException(
          "microwish.token.life.access must be between 1S and " + Revocations.LONGEST_LIFE);
    }
  }

  /**
   * Issues a token that belongs to no login session.
   *
   * @param epoch the current epoch of the caller's account, see {@link Revocations}
   * @param scopes the scopes of a client, which restrict what its role allows (RFC 8693 section
   *     4.2); empty for people
   */
  public AccessToken issue(Caller caller, long epoch, Collection<String> scopes) {
    JwtClaimsBuilder claims = CallerTokens.claims(caller, life).claim(CurrentCaller.EPOCH, epoch);
    if (!scopes.isEmpty()) {
      claims.claim("scope", String.join(" ", scopes));
    }
    return new AccessToken(signer.sign(claims), life);
  }

  /**
   * Issues a token for a login session; ending the session revokes it.
   *
   * @param confirmed true if the person has just shown a second factor; the token then contains the
   *     current time as {@link CurrentCaller#AUTH_TIME}
   */
  public AccessToken issueForSession(Caller caller, long epoch, String session, boolean confirmed) {
    JwtClaimsBuilder claims =
        CallerTokens.claims(caller, life)
            .claim(CurrentCaller.EPOCH, epoch)
            .claim(CurrentCaller.SESSION, session);
    if (confirmed) {
      claims.claim(CurrentCaller.AUTH_TIME, time.now().getEpochSecond());
    }
    return new AccessToken(signer.sign(claims), life);
  }
}
