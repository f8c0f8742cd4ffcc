package org.microwish.identity.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a login answers, shaped as OAuth 2.0 does (RFC 6749 section 5.1) in this API's spelling.
 *
 * @param accessToken what goes into the Authorization header behind {@code Bearer}
 * @param tokenType Bearer
 * @param expiresIn seconds
 * @param refreshToken opaque, good for one use; null where there is no session
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TokenAnswer", description = "Tokens, to be kept by the client and shown to nobody.")
public record TokenAnswer(
    @Schema(required = true) String accessToken,
    @Schema(required = true, examples = "Bearer") String tokenType,
    @Schema(required = true, examples = "1800", description = "Seconds") long expiresIn,
    String refreshToken) {

  /** The answer to a login or refresh. */
  public static TokenAnswer of(AccessToken token, String refreshToken) {
    return new TokenAnswer(token.text(), "Bearer", token.life().toSeconds(), refreshToken);
  }

  /** Hides the tokens from logs. */
  @Override
  public String toString() {
    return "TokenAnswer";
  }
}
