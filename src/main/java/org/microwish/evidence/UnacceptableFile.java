package org.microwish.evidence;

import org.microwish.evidence.Sanitized.Reason;
import org.microwish.evidence.Sanitized.Refused;

/**
 * Ends the reading of a file that cannot be taken. It never leaves the package: {@link
 * EvidenceSanitizer} turns it into a {@link Refused}.
 */
final class UnacceptableFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refused refusal;

  private UnacceptableFile(Refused refusal) {
    // Bad files are everyday input: no stack trace is made for them.
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
