package org.microwish.login.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.login.token.AccessToken;

/**
 * What a login or refresh answers, shaped as OAuth 2.0 does (RFC 6749 section 5.1) in this API's
 * spelling.
 *
 * @param accessToken what goes into the Authorization header behind {@code Bearer}
 * @param tokenType Bearer
 * @param expiresIn seconds until the access token ends
 * @param refreshToken opaque, good for one use
 * @param account whose they are
 */
@Schema(
    name = "SessionAnswer",
    description = "Tokens, to be kept by the client and shown to nobody.")
public record SessionAnswer(
    @Schema(required = true) String accessToken,
    @Schema(required = true, examples = "Bearer") String tokenType,
    @Schema(required = true, examples = "1800", description = "Seconds") long expiresIn,
    @Schema(required = true, description = "Good for one use") String refreshToken,
    @Schema(required = true) AccountView account) {

  static SessionAnswer of(AccessToken token, RefreshToken refresh, AccountView account) {
    return new SessionAnswer(
        token.text(), "Bearer", token.life().toSeconds(), refresh.text(), account);
  }

  /** Hides the tokens from logs. */
  @Override
  public String toString() {
    return "SessionAnswer[" + account.id() + "]";
  }
}
