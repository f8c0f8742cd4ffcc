package org.microwish.platform.start;

import java.io.Serial;

/**
 * Thrown when the service cannot start for a reason that the operator can fix. The message says
 * what is wrong and what to change. Only the message is shown, so there is no stack trace.
 */
public final class StartRefusedException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public StartRefusedException(String message) {
    super(message, null, false, false);
  }
}
