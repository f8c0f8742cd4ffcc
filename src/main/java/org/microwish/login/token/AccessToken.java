package org.microwish.login.token;

import java.time.Duration;

/**
 * A signed access token.
 *
 * @param text what goes into the Authorization header behind {@code Bearer}
 * @param life from now until it ends
 */
public record AccessToken(String text, Duration life) {

  /** Hides the token from logs. */
  @Override
  public String toString() {
    return "AccessToken[" + life + "]";
  }
}
