package org.microwish.login.token;

import com.github.f4b6a3.tsid.Tsid;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Duration;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;

/** Converts a caller to the claims of a token. */
public final class CallerTokens {

  private CallerTokens() {}

  /**
   * Returns the claims of a token, not yet signed; {@link TokenSigner} adds the issuer and signs
   * them.
   *
   * @param life the lifetime of the token
   */
  public static JwtClaimsBuilder claims(Caller caller, Duration life) {
    JwtClaimsBuilder claims =
        Jwt.subject(caller.account()).groups(caller.role().name()).expiresIn(life);
    if (caller.memberId() != null) {
      claims.claim(CurrentCaller.MEMBER, Tsid.from(caller.memberId()).toString());
    }
    if (caller.organisationId() != null) {
      claims.claim(CurrentCaller.ORGANISATION, Tsid.from(caller.organisationId()).toString());
    }
    if (caller.divisionPath() != null) {
      claims.claim(CurrentCaller.DIVISION, caller.divisionPath());
    }
    return claims;
  }
}
