package org.microwish.problem;

/**
 * The fault of a field of a request. The name is the stable {@code code} in the {@code errors} of a
 * problem.
 */
public enum FieldFault {
  /** A required value is missing, null or blank. */
  REQUIRED,
  /** A field or parameter that the request does not define. */
  UNKNOWN_FIELD,
  /** A field that occurs twice in one object, or a repeated parameter that takes one value. */
  DUPLICATE_FIELD,
  /** A JSON value of the wrong type. */
  WRONG_TYPE,
  /** A value that is not one of the field's possible values. */
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
  /** A time in the future, where the field allows only past or present times. */
  IN_FUTURE,
  /** A time in the past, where the field allows only present or future times. */
  IN_PAST,
  /** Two values in the wrong order, such as an end that is before the beginning. */
  WRONG_ORDER,
  /** A repeated value in a list. */
  DUPLICATE,
  /** A list without a required item. */
  INCOMPLETE,
  /** A reference to an object that does not exist or that the caller may not see. */
  NOT_FOUND,
  /** A division that was merged into another, or closed. */
  CLOSED,
  /** A well-formed value that is not allowed in this field or for this caller. */
  NOT_ALLOWED,
  /** A password with fewer kinds of characters than the installation's configuration requires. */
  TOO_SIMPLE,
  /** One of the account's last passwords, which the installation's configuration forbids. */
  USED_BEFORE,
  /** A public text that contains a person's name, an address, telephone or identity number. */
  PERSONAL_DATA,
  /** A cell of a file with a long number of which a spreadsheet program has lost digits. */
  DIGITS_LOST,
  /** A cell of a file that is merged with others, so it is unclear to which row it belongs. */
  MERGED_CELL,
  /** A cell of a file with a formula that has no result, or an error. */
  FORMULA,
  /** Text of a file in another encoding than the rest of the file. */
  WRONG_ENCODING,
  /** A row of a file that was imported although a similar wish exists. */
  POSSIBLE_DUPLICATE,
  /** Amounts of a row that do not add up: a pledge is either spent or released. */
  NOT_BALANCED,
  /** A cell that contradicts another of the same row, or of another row about the same thing. */
  CONTRADICTORY,
  /** A name that several people or organisations have. */
  AMBIGUOUS,
  /** A row that was not imported because another row about the same thing has a fault. */
  OTHER_ROW_REFUSED
}
