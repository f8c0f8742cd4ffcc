package org.microwish.problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Thrown to reject a request; the response body describes the problem. The exception has no stack
 * trace, because thousands of them per second are thrown under load and stack traces are expensive.
 */
public final class ProblemException extends RuntimeException {

  private final ProblemType type;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private final transient List<FieldError> errors = new ArrayList<>();
  private transient Duration retryAfter;

  ProblemException(ProblemType type) {
    super(type.name(), null, false, false);
    this.type = type;
  }

  /** Creates the problem VALIDATION_FAILED for invalid fields. */
  public static ProblemException invalid(FieldError... errors) {
    return invalid(List.of(errors));
  }

  /** Creates the problem VALIDATION_FAILED for invalid fields. */
  public static ProblemException invalid(List<FieldError> errors) {
    ProblemException problem = new ProblemException(ProblemType.VALIDATION_FAILED);
    problem.errors.addAll(errors);
    return problem;
  }

  /**
   * Creates the problem VALIDATION_FAILED for one invalid field in the body; the pointer is as in
   * RFC 6901.
   */
  public static ProblemException invalid(String pointer, FieldFault fault) {
    return invalid(FieldError.body(pointer, fault));
  }

  /**
   * Adds an extension member (RFC 9457 section 3.2), to which the detail text can refer as {@code
   * {name}}, and returns this exception. Values are strings, numbers, booleans, enums, times, or
   * lists of these.
   */
  public ProblemException with(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** Adds an invalid field and returns this exception. */
  public ProblemException field(FieldError error) {
    errors.add(error);
    return this;
  }

  /** Sets the time after which a retry may succeed, for the Retry-After header; returns this. */
  public ProblemException retryAfter(Duration wait) {
    this.retryAfter = wait;
    return this;
  }

  /** The type of the problem. */
  public ProblemType type() {
    return type;
  }

  /** The extension members, in the order in which they were added. */
  public Map<String, Object> members() {
    return Collections.unmodifiableMap(members);
  }

  /** The invalid fields; empty if the problem is not about fields. */
  public List<FieldError> errors() {
    return Collections.unmodifiableList(errors);
  }

  /** The time after which a retry may succeed; empty if unknown. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
