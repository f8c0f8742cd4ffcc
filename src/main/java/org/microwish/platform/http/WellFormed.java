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
import java.util.function.Predicate;
import org.microwish.platform.Confidential;

/**
 * Requires a format that a regular expression cannot express, such as a telephone number. Null is
 * valid. The message of the violation is the name of a fault, by default INVALID_FORMAT.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.FIELD,
  ElementType.PARAMETER,
  ElementType.TYPE_USE,
  ElementType.RECORD_COMPONENT
})
@Constraint(validatedBy = WellFormed.Validator.class)
public @interface WellFormed {

  /** The class of the check that the text must pass; needs a constructor without parameters. */
  Class<? extends Predicate<String>> value();

  String message() default "INVALID_FORMAT";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Applies the check to a String or to the text of a {@link Confidential}. */
  final class Validator implements ConstraintValidator<WellFormed, Object> {

    private Predicate<String> form;

    @Override
    public void initialize(WellFormed rule) {
      try {
        form = rule.value().getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException unfit) {
        throw new IllegalStateException(unfit);
      }
    }

    @Override
    public boolean isValid(Object value, ConstraintValidatorContext context) {
      return value == null
          || form.test(value instanceof Confidential text ? text.value() : value.toString());
    }
  }
}
