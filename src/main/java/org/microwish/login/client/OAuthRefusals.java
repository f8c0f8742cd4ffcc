package org.microwish.login.client;

import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The error responses of the token endpoint (RFC 6749 section 5.2): problems with an additional
 * member {@code error}.
 */
final class OAuthRefusals {

  static final String ERROR = "error";

  private OAuthRefusals() {}

  /**
   * Returns the response to a malformed request: a parameter is missing, repeated, too long or
   * contradicts another, or the client uses more than one authentication method.
   */
  static ProblemException invalidRequest() {
    return refused("invalid_request");
  }

  /**
   * Returns the response to a client that is unknown or whose authentication failed; it does not
   * reveal which of the two.
   */
  static ProblemException invalidClient() {
    return ProblemType.CLIENT_REFUSED.exception().with(ERROR, "invalid_client");
  }

  static ProblemException unsupportedGrantType() {
    return refused("unsupported_grant_type");
  }

  /**
   * Returns the response to a request for a scope that does not exist or that the client does not
   * have.
   */
  static ProblemException invalidScope() {
    return refused("invalid_scope");
  }

  private static ProblemException refused(String error) {
    return ProblemType.TOKEN_REQUEST_REFUSED.exception().with(ERROR, error);
  }
}
