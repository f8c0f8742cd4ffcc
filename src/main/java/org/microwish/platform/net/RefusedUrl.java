package org.microwish.platform.net;

import org.microwish.problem.FieldFault;

/** A URL that this service must not call. */
public final class RefusedUrl extends Exception {

  /** Why. */
  public enum Reason {
    /** No absolute URL with a host. */
    MALFORMED(FieldFault.INVALID_FORMAT),
    /** Another scheme than https. */
    SCHEME(FieldFault.NOT_ALLOWED),
    /** A user's name or password in it. */
    USER(FieldFault.NOT_ALLOWED),
    /** A port that is not among the configured ones. */
    PORT(FieldFault.NOT_ALLOWED),
    /** A name that no server knows. */
    UNKNOWN_HOST(FieldFault.NOT_FOUND),
    /** It leads, or could lead, to an address that is not public. */
    ADDRESS(FieldFault.NOT_ALLOWED);

    private final FieldFault fault;

    Reason(FieldFault fault) {
      this.fault = fault;
    }
  }

  private final Reason reason;

  RefusedUrl(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** What a field that holds such a URL is told. It does not tell what our name servers know. */
  public FieldFault fault() {
    return reason.fault;
  }
}
