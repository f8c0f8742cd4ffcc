package org.microwish.problem;

/**
 * All types of problems that the API returns, each with its HTTP status. The name of a constant is
 * the stable machine-readable {@code code}. Titles and details in both languages are in {@code
 * problems_*.properties}; a test compares the files with this list.
 */
public enum ProblemType {
  // General request errors.
  MALFORMED_REQUEST(400),
  VALIDATION_FAILED(400),
  UNAUTHENTICATED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  REQUEST_TIMEOUT(408),
  PAYLOAD_TOO_LARGE(413),
  URI_TOO_LONG(414),
  UNSUPPORTED_MEDIA_TYPE(415),
  TOO_MANY_REQUESTS(429),
  HEADERS_TOO_LARGE(431),
  INTERNAL_ERROR(500),
  BUSY(503),
  DATABASE_UNAVAILABLE(503),

  // Idempotency and preconditions.
  IDEMPOTENCY_KEY_REQUIRED(400),
  IDEMPOTENCY_KEY_REUSED(422),
  IDEMPOTENCY_IN_FLIGHT(409),
  IDEMPOTENCY_KEY_UNKNOWN(404),
  PRECONDITION_FAILED(412),
  PRECONDITION_REQUIRED(428),

  // Accounts and login.
  SESSION_ENDED(401),
  ACCOUNT_SUSPENDED(403),
  ACCOUNT_STATE_CONFLICT(409),
  ALREADY_BOUND(409),
  NOT_BOUND(409),
  BINDING_NOT_FOUND(404),
  BINDING_AMBIGUOUS(409),
  BINDING_CODE_REFUSED(400),
  WECHAT_CODE_REFUSED(400),
  WECHAT_USER_BLOCKED(403),
  WECHAT_UNAVAILABLE(503),
  WECHAT_NOT_CONFIGURED(501),

  // Organisations, members and check-ins.
  ALREADY_EXISTS(409),
  ALREADY_ENDED(409),
  STILL_IN_USE(409),
  ALREADY_CHECKED_IN(409),
  ALREADY_REVOKED(409),

  // A wish and its claims. See wish.Refusal for the order of precedence.
  WISH_STATE_CONFLICT(409),
  CLAIM_STATE_CONFLICT(409),
  WISH_FROZEN(409),
  CLAIMING_CLOSED(409),
  WISH_FULL(409),
  ALREADY_CLAIMED(409),
  ALREADY_INVITED(409),
  PLACE_NOT_HELD(409),
  INVITATION_LIMIT_REACHED(409),
  NOT_ELIGIBLE(403),
  BARRED_AFTER_LAPSE(409),
  CLAIM_LIMIT_REACHED(409),
  PENDING_LIMIT_REACHED(409),
  OPEN_WISH_LIMIT_REACHED(409),
  PARTICIPANTS_FIXED(409),
  PROXY_NOT_ALLOWED(403),
  PROXY_TOO_EARLY(409),
  EVIDENCE_REQUIRED(409),
  DEADLINE_NOT_REACHED(409),
  REASON_REQUIRED(409),
  CORRECTION_NOT_ALLOWED(409),
  MODERATION_OPEN(409),
  PERSONAL_DATA_FOUND(422),
  ALREADY_DECIDED(409),

  // Other aggregates.
  STATE_CONFLICT(409),
  ALREADY_JOINED(409),
  NO_PLACE_LEFT(409),
  STILL_LEADS(409),
  SLOT_TAKEN(409),
  QUOTA_EXCEEDED(409),
  BOOKING_BEGUN(409),
  BOOKING_NOT_BEGUN(409),
  ROUTE_CHANGED(409),
  ALREADY_OBJECTED(409),
  ALREADY_SUPPORTED(409),

  // Plans.
  PLAN_EMPTY(409),

  // Consent, erasure and legal holds.
  CONSENT_REQUIRED(409),
  SUBJECT_STILL_OPEN(409),
  UNDER_LEGAL_HOLD(409),
  PERSONAL_DATA_ERASED(410),

  // Money.
  BUDGET_EXCEEDED(409),
  COMMITMENT_EXCEEDED(409),
  SPENT_EXCEEDED(409),

  // Files.
  UNSUPPORTED_FILE_TYPE(415),
  DAMAGED_FILE(400),
  IMAGE_TOO_LARGE(413),
  FILE_MAY_TELL_PLACE(422),
  FILE_LIMIT_REACHED(409),
  EVIDENCE_NOT_STORED(503),

  // Staff login.
  LOGIN_REFUSED(401),
  PASSWORD_EXPIRED(403),
  STEP_UP_REQUIRED(401),

  // Clients at the token endpoint.
  CLIENT_REFUSED(401),
  TOKEN_REQUEST_REFUSED(400),

  // Ledger.
  NOT_YET_INTEGRATED(404),
  SERVICE_CLOCK_OFF(503);

  private final int status;

  ProblemType(int status) {
    this.status = status;
  }

  /** The HTTP status of the response. */
  public int status() {
    return status;
  }

  /** The title of the problem in a language. */
  public String title(Language language) {
    return ProblemTexts.title(language, this);
  }

  /** Creates an exception for this type of problem. */
  public ProblemException exception() {
    return new ProblemException(this);
  }
}
