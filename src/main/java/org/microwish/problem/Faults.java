package org.microwish.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the faults of all fields, so that one answer names every one of them. Normalises text:
 * Unicode NFC, no blanks at the ends.
 */
public final class Faults {

  private final String base;
  private final List<FieldError> errors = new ArrayList<>();

  /** Faults of a whole body. */
  public Faults() {
    this("");
  }

  /**
   * Faults of a part of the body.
   *
   * @param base the part's JSON pointer, such as {@code /items/3}
   */
  public Faults(String base) {
    this.base = base;
  }

  /** Adds a fault of a field, a JSON pointer below the base. */
  public void add(String field, FieldFault fault) {
    errors.add(FieldError.body(base + field, fault));
  }

  /** Adds what is wrong with another part. */
  public void addAll(Faults others) {
    errors.addAll(others.errors);
  }

  /** A value that must be there. */
  public <T> T required(String field, T value) {
    if (value == null) {
      add(field, FieldFault.REQUIRED);
    }
    return value;
  }

  /**
   * One line of text that must be there.
   *
   * @param max the most code points
   * @return the cleaned text, or null when it is faulty
   */
  public String line(String field, String value, int max) {
    String clean = optionalLine(field, value, max);
    if (value == null || value.isBlank()) {
      add(field, FieldFault.REQUIRED);
    }
    return clean;
  }

  /**
   * One line of text, or nothing: null and blank are the same.
   *
   * @param max the most code points
   * @return the cleaned text, or null when there is none or it is faulty
   */
  public String optionalLine(String field, String value, int max) {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (!Characters.areAllowed(value) || Characters.hasLines(value)) {
      add(field, FieldFault.FORBIDDEN_CHARACTER);
      return null;
    }
    String clean = Characters.normalise(value);
    if (Characters.length(clean) > max) {
      errors.add(FieldError.body(base + field, FieldFault.TOO_LONG).with("max", max));
      return null;
    }
    return clean;
  }

  /** Whether nothing is wrong so far. */
  public boolean none() {
    return errors.isEmpty();
  }

  /** Throws VALIDATION_FAILED when anything is wrong. */
  public void refuse() {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }
}
