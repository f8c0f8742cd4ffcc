package org.microwish.platform.http;

import jakarta.validation.ConstraintValidatorContext;
import org.microwish.problem.FieldFault;

/** Reports the invalid field of a record whose fields are inconsistent. */
public final class FieldViolation {

  private FieldViolation() {}

  /**
   * Adds a violation whose message is the name of the fault.
   *
   * @return false, for the validator to return
   */
  public static boolean add(ConstraintValidatorContext context, String field, FieldFault fault) {
    context
        .buildConstraintViolationWithTemplate(fault.name())
        .addPropertyNode(field)
        .addConstraintViolation();
    return false;
  }
}
