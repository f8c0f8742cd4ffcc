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
 * Text written by a person: not blank, not too long, and on a single line unless {@link #lines} is
 * set. Strings with this annotation in JSON bodies and parameters are read in Unicode normal form
 * C, without blanks at either end. Null is valid unless {@code @NotNull} is present too. Faults:
 * REQUIRED (blank), TOO_SHORT, TOO_LONG, FORBIDDEN_CHARACTER (what {@link Characters} forbids, and
 * in single-line text, such as names, also line breaks, tabs and invisible characters).
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

  /** Minimum length in characters (code points); 0 allows blank text too. */
  int min() default 1;

  /** Maximum length in characters (code points). */
  int max();

  /** Whether the text may contain line feeds, tabs and invisible characters. */
  boolean lines() default false;

  String message() default "INVALID_FORMAT";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Validates the text. The message of the violation is the name of the fault. */
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
      if (!Characters.areAllowed(value)
          || (!lines && (Characters.hasLines(value) || Characters.hasInvisible(value)))) {
        return FieldFault.FORBIDDEN_CHARACTER;
      }
      return null;
    }
  }
}
