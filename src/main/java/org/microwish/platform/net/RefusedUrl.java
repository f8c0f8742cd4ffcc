package org.microwish.platform.net;

import org.microwish.problem.FieldFault;

/** Thrown for a URL that this service must not call. */
public final class RefusedUrl extends Exception {

  /** The reasons why a URL is refused. */
  public enum Reason {
    /** The text is too long, is not an absolute URL with a valid host, or contains a fragment. */
    MALFORMED(FieldFault.INVALID_FORMAT),
    /** The scheme is not allowed: only https is, and http if the configuration allows it. */
    SCHEME(FieldFault.NOT_ALLOWED),
    /** The URL contains a user name or password. */
    USER(FieldFault.NOT_ALLOWED),
    /** The port is not one of the configured ports. */
    PORT(FieldFault.NOT_ALLOWED),
    /** The host name has no address in DNS. */
    UNKNOWN_HOST(FieldFault.NOT_FOUND),
    /** At least one address of the host is neither public nor in an allowed network. */
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

  /** Returns the reason why the URL was refused. */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns the fault to report for the field that contains the URL. The fault shows whether the
   * host name has addresses in DNS, but not which addresses.
   */
  public FieldFault fault() {
    return reason.fault;
  }
}
