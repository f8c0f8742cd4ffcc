package org.microwish.login.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.login.token.AccessToken;
import org.microwish.platform.Confidential;

/**
 * The response to a login or a refresh: the response of OAuth 2.0 (RFC 6749 section 5.1), but with
 * names in the style of this API.
 *
 * @param accessToken the value for the Authorization header, after {@code Bearer}
 * @param tokenType always Bearer
 * @param expiresIn seconds until the access token expires
 * @param refreshToken an opaque token, valid for one use
 * @param account the account that the tokens belong to
 * @param device a token that the client sends with the next login with a password; null in other
 *     responses
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "SessionAnswer", description = "The tokens of a session. Keep them secret.")
public record SessionAnswer(
    @Schema(required = true) Confidential accessToken,
    @Schema(required = true, examples = "Bearer") String tokenType,
    @Schema(
            required = true,
            examples = "1800",
            description = "Seconds until the access token expires")
        long expiresIn,
    @Schema(required = true, description = "Works once; see refreshSession")
        Confidential refreshToken,
    @Schema(required = true) AccountView account,
    @Schema(
            description =
                "Only in the response to a login with a password: keep it beyond the session and"
                    + " send it with the next login")
        Confidential device) {

  static SessionAnswer of(AccessToken token, RefreshToken refresh, AccountView account) {
    return new SessionAnswer(
        new Confidential(token.text()),
        "Bearer",
        token.life().toSeconds(),
        new Confidential(refresh.text()),
        account,
        null);
  }

  /** Returns a copy of this response with a token for the next login with a password. */
  public SessionAnswer withDevice(Confidential token) {
    return new SessionAnswer(accessToken, tokenType, expiresIn, refreshToken, account, token);
  }
}
