package org.microwish.problem;

/** The fault of a field; the stable {@code code} of an entry in a problem's errors. */
public enum FieldFault {
  /** A required value is missing, null or blank. */
  REQUIRED,
  /** A field or parameter that the request does not define. */
  UNKNOWN_FIELD,
  /** A field that occurs twice in one object, or a repeated parameter that takes one value. */
  DUPLICATE_FIELD,
  /** A JSON value of the wrong type. */
  WRONG_TYPE,
  /** Not one of the field's possible values. */
  UNKNOWN_VALUE,
  /** Text that does not match the required format. */
  INVALID_FORMAT,
  /** More characters, or more items, than allowed. */
  TOO_LONG,
  /** Fewer characters, or fewer items, than required. */
  TOO_SHORT,
  /** Objects and lists nested deeper than allowed. */
  TOO_DEEP,
  /** A number or an amount outside its range. */
  OUT_OF_RANGE,
  /**
   * A character that {@link Characters#areAllowed} rejects, or a line break or tab in single-line
   * text.
   */
  FORBIDDEN_CHARACTER,
  /** A time that must not lie in the future. */
  IN_FUTURE,
  /** A time that must not lie in the past. */
  IN_PAST,
  /** Two values in the wrong order. */
  WRONG_ORDER,
  /** A repeated value in a list. */
  DUPLICATE,
  /** A list without a required item. */
  INCOMPLETE,
  /** A reference to an object that does not exist or that the caller may not see. */
  NOT_FOUND,
  /** A well-formed value that is not allowed here. */
  NOT_ALLOWED,
  /** A password with too few kinds of characters, where an installation demands several. */
  TOO_SIMPLE,
  /** One of the last passwords again, where an installation forbids that. */
  USED_BEFORE,
  /** A public text with a name, address, telephone or identity number. */
  PERSONAL_DATA
}
