package org.microwish.login.client;

import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The refusals of a token endpoint, RFC 6749 section 5.2: problems with the member {@code error}.
 */
final class OAuthRefusals {

  static final String ERROR = "error";

  private OAuthRefusals() {}

  /** A request that is not one: a parameter missing, twice, or of no known form. */
  static ProblemException invalidRequest() {
    return refused("invalid_request");
  }

  /** Client unknown, not authenticated, or by more than one method. Never says which. */
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
