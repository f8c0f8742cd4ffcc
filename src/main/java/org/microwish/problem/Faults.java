package org.microwish.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the faults of all fields, so that one answer names every one of them. Only for what no
 * constraint of Bean Validation on a request can see: what a field refers to in the database, other
 * rows of the same batch, and the inside of what is read as free JSON.
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
