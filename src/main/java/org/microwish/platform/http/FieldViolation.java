package org.microwish.platform.http;

import jakarta.validation.ConstraintValidatorContext;
import org.microwish.problem.FieldFault;

/**
 * Reports an invalid field from a validator of a whole record, for records whose fields contradict
 * each other.
 */
public final class FieldViolation {

  private FieldViolation() {}

  /**
   * Adds a violation for the field; its message is the name of the fault.
   *
   * @return false, which the validator returns in turn
   */
  public static boolean add(ConstraintValidatorContext context, String field, FieldFault fault) {
    context
        .buildConstraintViolationWithTemplate(fault.name())
        .addPropertyNode(field)
        .addConstraintViolation();
    return false;
  }
}
