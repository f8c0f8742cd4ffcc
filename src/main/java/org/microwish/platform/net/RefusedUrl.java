package org.microwish.platform.net;

import org.microwish.problem.FieldFault;

/** Thrown for a URL that this service must not call. */
public final class RefusedUrl extends Exception {

  /** The reasons to refuse a URL. */
  public enum Reason {
    /** Not an absolute URL with a host, too long, or with a fragment. */
    MALFORMED(FieldFault.INVALID_FORMAT),
    /** A scheme other than https, or other than http and https if http is allowed. */
    SCHEME(FieldFault.NOT_ALLOWED),
    /** Contains a user name or password. */
    USER(FieldFault.NOT_ALLOWED),
    /** A port that is not configured. */
    PORT(FieldFault.NOT_ALLOWED),
    /** A host name that does not resolve. */
    UNKNOWN_HOST(FieldFault.NOT_FOUND),
    /** An address of the host is not public. */
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

  /** The reason why the URL was refused. */
  public Reason reason() {
    return reason;
  }

  /**
   * The fault to report for the field with the URL. It reveals whether the host resolves, but not
   * to which address.
   */
  public FieldFault fault() {
    return reason.fault;
  }
}
