package org.microwish.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An invalid field of a request.
 *
 * @param in where the field is
 * @param name for the body a JSON pointer (RFC 6901), otherwise the name of the parameter or header
 * @param fault what is wrong with it
 * @param members values that the text contains as {@code {name}}, such as the maximum; also shown
 *     next to the code
 */
public record FieldError(In in, String name, FieldFault fault, Map<String, Object> members) {

  public FieldError {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public FieldError(In in, String name, FieldFault fault) {
    this(in, name, fault, Map.of());
  }

  /** Where a field of a request can be. */
  public enum In {
    BODY,
    QUERY,
    PATH,
    HEADER
  }

  /** A field of the JSON body; {@code pointer} as RFC 6901 writes it, such as {@code /budget}. */
  public static FieldError body(String pointer, FieldFault fault) {
    return new FieldError(In.BODY, pointer, fault);
  }

  /** A query parameter. */
  public static FieldError query(String name, FieldFault fault) {
    return new FieldError(In.QUERY, name, fault);
  }

  /** A part of the path. */
  public static FieldError path(String name, FieldFault fault) {
    return new FieldError(In.PATH, name, fault);
  }

  /** A header of the request. */
  public static FieldError header(String name, FieldFault fault) {
    return new FieldError(In.HEADER, name, fault);
  }

  /** A copy with one more member, such as {@code max}; values as in {@link ProblemException}. */
  public FieldError with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new FieldError(in, name, fault, more);
  }

  /**
   * A copy whose pointer is prefixed with {@code parent}, a JSON pointer; unchanged unless the
   * field is in the body.
   */
  public FieldError below(String parent) {
    return in == In.BODY ? new FieldError(in, parent + name, fault, members) : this;
  }
}
