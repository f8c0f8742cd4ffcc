package org.microwish.platform.http;

import jakarta.validation.ConstraintValidatorContext;
import org.microwish.problem.FieldFault;

/** Reports the faulty field of a record whose fields do not fit together. */
public final class FieldViolation {

  private FieldViolation() {}

  /**
   * Adds a violation whose message is the name of the fault.
   *
   * @return false, which is what the validator answers then
   */
  public static boolean add(ConstraintValidatorContext context, String field, FieldFault fault) {
    context
        .buildConstraintViolationWithTemplate(fault.name())
        .addPropertyNode(field)
        .addConstraintViolation();
    return false;
  }
}
