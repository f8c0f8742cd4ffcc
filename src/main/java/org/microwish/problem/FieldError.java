package org.microwish.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An invalid field of a request.
 *
 * @param in where the field is
 * @param name for the body a JSON pointer (RFC 6901), otherwise the name of the parameter or header
 * @param fault what is wrong with the field
 * @param members values to which the fault's text refers as {@code {name}}, such as the maximum;
 *     the response also contains them next to the code
 */
public record FieldError(In in, String name, FieldFault fault, Map<String, Object> members) {

  public FieldError {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  public FieldError(In in, String name, FieldFault fault) {
    this(in, name, fault, Map.of());
  }

  /** The part of a request that contains a field. */
  public enum In {
    BODY,
    QUERY,
    PATH,
    HEADER
  }

  /** A fault of a field of the JSON body, by a pointer as in RFC 6901, such as {@code /budget}. */
  public static FieldError body(String pointer, FieldFault fault) {
    return new FieldError(In.BODY, pointer, fault);
  }

  /** A fault of a query parameter. */
  public static FieldError query(String name, FieldFault fault) {
    return new FieldError(In.QUERY, name, fault);
  }

  /** A fault of a path parameter. */
  public static FieldError path(String name, FieldFault fault) {
    return new FieldError(In.PATH, name, fault);
  }

  /** A fault of a request header. */
  public static FieldError header(String name, FieldFault fault) {
    return new FieldError(In.HEADER, name, fault);
  }

  /**
   * Returns a copy with one more member, such as {@code max}. The value must be of a type that
   * {@link ProblemException#with} allows.
   */
  public FieldError with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new FieldError(in, name, fault, more);
  }

  /**
   * Returns a copy whose JSON pointer is prefixed with the pointer {@code parent}. If the field is
   * not in the body, returns this object.
   */
  public FieldError below(String parent) {
    return in == In.BODY ? new FieldError(in, parent + name, fault, members) : this;
  }
}
