package org.microwish.login.client;

import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The error responses of a token endpoint (RFC 6749 section 5.2): problems with a member {@code
 * error}.
 */
final class OAuthRefusals {

  static final String ERROR = "error";

  private OAuthRefusals() {}

  /**
   * A malformed request: a parameter is missing, repeated or of unknown form, or the client uses
   * more than one authentication method.
   */
  static ProblemException invalidRequest() {
    return refused("invalid_request");
  }

  /** The client is unknown or not authenticated; the response does not tell which. */
  static ProblemException invalidClient() {
    return ProblemType.CLIENT_REFUSED.exception().with(ERROR, "invalid_client");
  }

  static ProblemException unsupportedGrantType() {
    return refused("unsupported_grant_type");
  }

  /** A scope that does not exist or that the client does not have. */
  static ProblemException invalidScope() {
    return refused("invalid_scope");
  }

  private static ProblemException refused(String error) {
    return ProblemType.TOKEN_REQUEST_REFUSED.exception().with(ERROR, error);
  }
}
