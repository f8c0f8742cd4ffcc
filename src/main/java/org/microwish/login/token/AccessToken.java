package org.microwish.login.token;

import java.time.Duration;

/**
 * A signed access token.
 *
 * @param text the value for the Authorization header, to follow {@code Bearer}
 * @param life the time from issue to expiry
 */
public record AccessToken(String text, Duration life) {

  /** Hides the token from logs. */
  @Override
  public String toString() {
    return "AccessToken[" + life + "]";
  }
}
