package org.microwish.login.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.login.token.AccessToken;
import org.microwish.platform.Confidential;

/**
 * The response to the confirmation of a second factor within a session: a further access token,
 * which states the fresh second factor. The session keeps its refresh token.
 *
 * @param accessToken the value for the Authorization header, after {@code Bearer}
 * @param tokenType always Bearer
 * @param expiresIn seconds until the access token expires
 */
@Schema(
    name = "ConfirmedAnswer",
    description = "An access token with a fresh second factor. Keep it secret.")
public record ConfirmedAnswer(
    @Schema(required = true) Confidential accessToken,
    @Schema(required = true, examples = "Bearer") String tokenType,
    @Schema(
            required = true,
            examples = "1800",
            description = "Seconds until the access token expires")
        long expiresIn) {

  static ConfirmedAnswer of(AccessToken token) {
    return new ConfirmedAnswer(new Confidential(token.text()), "Bearer", token.life().toSeconds());
  }
}
