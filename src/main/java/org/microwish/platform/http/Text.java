package org.microwish.platform.http;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.microwish.problem.Characters;
import org.microwish.problem.FieldFault;

/**
 * Text that a person wrote, read in Unicode normal form C and without blanks at either end (bodies,
 * query and form parameters): not blank, not too long, one line unless {@link #lines}. Null is
 * valid; {@code @NotNull} beside it says otherwise. Faults: REQUIRED (blank), TOO_SHORT, TOO_LONG,
 * FORBIDDEN_CHARACTER (lines where one is asked for, or what {@link Characters} forbids).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.FIELD,
  ElementType.PARAMETER,
  ElementType.TYPE_USE,
  ElementType.RECORD_COMPONENT
})
@Constraint(validatedBy = {Text.Validator.class, ConfidentialText.OfText.class})
public @interface Text {

  /** The fewest characters (code points). */
  int min() default 1;

  /** The most characters (code points). */
  int max();

  /** Whether line feeds and tabs are allowed. */
  boolean lines() default false;

  String message() default "INVALID_FORMAT";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Decides; the message of its violation is the name of the fault. */
  final class Validator implements ConstraintValidator<Text, String> {

    private int min;
    private int max;
    private boolean lines;

    @Override
    public void initialize(Text text) {
      min = text.min();
      max = text.max();
      lines = text.lines();
    }

    @Override
    public boolean isValid(String value, ConstraintValidatorContext context) {
      FieldFault fault = value == null ? null : fault(value);
      if (fault == null) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate(fault.name()).addConstraintViolation();
      return false;
    }

    private FieldFault fault(String value) {
      if (min > 0 && value.isBlank()) {
        return FieldFault.REQUIRED;
      }
      int length = Characters.length(value);
      if (length > max) {
        return FieldFault.TOO_LONG;
      }
      if (length < min) {
        return FieldFault.TOO_SHORT;
      }
      if (!Characters.areAllowed(value) || (!lines && Characters.hasLines(value))) {
        return FieldFault.FORBIDDEN_CHARACTER;
      }
      return null;
    }
  }
}
