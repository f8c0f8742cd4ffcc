package org.microwish.problem;

/**
 * One bad field of a request.
 *
 * @param in where the field is
 * @param name a JSON pointer (RFC 6901) in the body, else the name of the parameter or header
 * @param fault what is wrong with it
 */
public record FieldError(In in, String name, FieldFault fault) {

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

  /** A header of the request. */
  public static FieldError header(String name, FieldFault fault) {
    return new FieldError(In.HEADER, name, fault);
  }
}
