package org.microwish.evidence;

import org.microwish.evidence.Sanitized.Reason;
import org.microwish.evidence.Sanitized.Refused;

/**
 * Thrown to abort the processing of a file that is refused. This exception never leaves the
 * package: {@link EvidenceSanitizer} converts it to a {@link Refused}.
 */
final class UnacceptableFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refused refusal;

  private UnacceptableFile(Refused refusal) {
    // Bad files are expected input, so no stack trace is created.
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  static UnacceptableFile malformed(String detail) {
    return new UnacceptableFile(new Refused(Reason.MALFORMED, detail));
  }

  static UnacceptableFile unsupported(String detail) {
    return new UnacceptableFile(new Refused(Reason.UNSUPPORTED_TYPE, detail));
  }

  static UnacceptableFile tooManyPixels(long width, long height, long allowed) {
    return new UnacceptableFile(
        new Refused(
            Reason.TOO_MANY_PIXELS,
            "%d by %d pixels are more than %d".formatted(width, height, allowed),
            allowed));
  }

  static UnacceptableFile notCleanable(String detail) {
    return new UnacceptableFile(new Refused(Reason.NOT_CLEANABLE, detail));
  }

  Refused refusal() {
    return refusal;
  }
}
