package org.microwish.login.token;

import java.time.Duration;

/**
 * A signed access token.
 *
 * @param text the value for the Authorization header, after {@code Bearer}
 * @param life from now until it expires
 */
public record AccessToken(String text, Duration life) {

  /** Hides the token from logs. */
  @Override
  public String toString() {
    return "AccessToken[" + life + "]";
  }
}
