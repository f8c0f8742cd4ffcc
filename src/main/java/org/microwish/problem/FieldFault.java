package org.microwish.problem;

/** What is wrong with one field; the stable {@code code} of an entry in a problem's errors. */
public enum FieldFault {
  /** Missing, null or blank where a value is needed. */
  REQUIRED,
  /** A field or parameter the request does not have. */
  UNKNOWN_FIELD,
  /** The same field twice in one object, or a parameter that takes one value given twice. */
  DUPLICATE_FIELD,
  /** JSON of another type than expected. */
  WRONG_TYPE,
  /** Not one of the values that the field takes. */
  UNKNOWN_VALUE,
  /** Text that does not have the required form. */
  INVALID_FORMAT,
  /** More characters, or more items, than allowed. */
  TOO_LONG,
  /** Fewer characters, or fewer items, than required. */
  TOO_SHORT,
  /** Objects and lists inside each other deeper than allowed. */
  TOO_DEEP,
  /** A number or an amount outside its range. */
  OUT_OF_RANGE,
  /** A control character, or half of a surrogate pair. */
  FORBIDDEN_CHARACTER,
  /** A time that must not lie in the future. */
  IN_FUTURE,
  /** A time that must not lie in the past. */
  IN_PAST,
  /** Two values the wrong way round. */
  WRONG_ORDER,
  /** The same value twice in a list. */
  DUPLICATE,
  /** A list that lacks something it must hold. */
  INCOMPLETE,
  /** Names something that does not exist, or that the caller may not see. */
  NOT_FOUND,
  /** A value that is well formed and not allowed here. */
  NOT_ALLOWED
}
