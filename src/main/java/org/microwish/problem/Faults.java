package org.microwish.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the faults of all fields of a request, so that one response reports them all. Use this
 * class only for checks that Bean Validation on a request cannot do: references to database rows or
 * to other rows of the same batch, and the contents of free-form JSON.
 */
public final class Faults {

  private final String base;
  private final List<FieldError> errors = new ArrayList<>();

  /** Creates a collection for a whole request body. */
  public Faults() {
    this("");
  }

  /**
   * Creates a collection for a part of the request body.
   *
   * @param base the part's JSON pointer, such as {@code /items/3}
   */
  public Faults(String base) {
    this.base = base;
  }

  /** Adds a fault of a field, which is a JSON pointer relative to the base. */
  public void add(String field, FieldFault fault) {
    errors.add(FieldError.body(base + field, fault));
  }

  /** Adds an error of a body field, whose pointer is relative to the base. */
  public void add(FieldError error) {
    errors.add(new FieldError(error.in(), base + error.name(), error.fault(), error.members()));
  }

  /** Adds all faults of another collection. */
  public void addAll(Faults others) {
    errors.addAll(others.errors);
  }

  /** Whether there are no faults so far. */
  public boolean none() {
    return errors.isEmpty();
  }

  /** Throws VALIDATION_FAILED if there are any faults. */
  public void refuse() {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }
}
