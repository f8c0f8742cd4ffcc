package org.microwish.platform.start;

import java.io.Serial;

/**
 * The service cannot start, and the operator can do something about it. The message says what is
 * wrong and what to change; it is all that is shown, so there is no stack trace to carry.
 */
public final class StartRefusedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public StartRefusedException(String message) {
    super(message, null, false, false);
  }
}
