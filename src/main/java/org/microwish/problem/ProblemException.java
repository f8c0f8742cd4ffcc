package org.microwish.problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rejects a request with a problem. It has no stack trace, because thousands per second are thrown
 * under load and traces are expensive.
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

  /** The problem of a request with invalid fields. */
  public static ProblemException invalid(FieldError... errors) {
    return invalid(List.of(errors));
  }

  /** The problem of a request with invalid fields. */
  public static ProblemException invalid(List<FieldError> errors) {
    ProblemException problem = new ProblemException(ProblemType.VALIDATION_FAILED);
    problem.errors.addAll(errors);
    return problem;
  }

  /**
   * The problem of a request with one invalid field in the body; {@code pointer} as in RFC 6901.
   */
  public static ProblemException invalid(String pointer, FieldFault fault) {
    return invalid(FieldError.body(pointer, fault));
  }

  /**
   * Adds an extension member (RFC 9457 section 3.2), which the detail text can refer to as {@code
   * {name}}. Values are strings, numbers, booleans, enums, times, or lists of these.
   */
  public ProblemException with(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** Adds a field that this problem is about. */
  public ProblemException field(FieldError error) {
    errors.add(error);
    return this;
  }

  /** Sets after how long a retry may succeed; becomes the Retry-After header. */
  public ProblemException retryAfter(Duration wait) {
    this.retryAfter = wait;
    return this;
  }

  /** The type of the problem. */
  public ProblemType type() {
    return type;
  }

  /** The extension members, in the order given. */
  public Map<String, Object> members() {
    return Collections.unmodifiableMap(members);
  }

  /** The invalid fields; empty if the problem is not about fields. */
  public List<FieldError> errors() {
    return Collections.unmodifiableList(errors);
  }

  /** After how long a retry may succeed; empty if unknown. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
