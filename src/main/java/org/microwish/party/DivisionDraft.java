package org.microwish.party;

import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/**
 * A division to be recorded.
 *
 * @param code see {@link DivisionCode}
 * @param name 1 to 100 characters
 * @param year the year of the code list, or null for the current one
 */
public record DivisionDraft(String code, String name, Integer year) {

  static final int MAX_NAME = 100;

  /** The first year whose codes can be told: the first list of 12-digit codes is of 2009. */
  static final int FIRST_YEAR = 2009;

  /** The cleaned draft; what is wrong goes to {@code faults}. */
  DivisionDraft checked(Faults faults, int thisYear) {
    if (faults.required("/code", code) != null && !DivisionCode.isCode(code)) {
      faults.add("/code", FieldFault.INVALID_FORMAT);
    }
    return new DivisionDraft(
        code, faults.line("/name", name, MAX_NAME), checkedYear(faults, year, thisYear));
  }

  /** The year, this year's where none is given. Next year's list is published ahead. */
  static int checkedYear(Faults faults, Integer year, int thisYear) {
    if (year == null) {
      return thisYear;
    }
    if (year < FIRST_YEAR || year > thisYear + 1) {
      faults.add("/year", FieldFault.OUT_OF_RANGE);
    }
    return year;
  }
}
