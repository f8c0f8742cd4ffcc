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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Requires that the texts of a list differ, ignoring case. Each item that repeats an earlier one is
 * reported with the fault DUPLICATE and its index; {@code @UniqueElements} would report only the
 * list. Null items are ignored.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
@Constraint(validatedBy = Distinct.Validator.class)
public @interface Distinct {

  String message() default "DUPLICATE";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Reports each item that repeats an earlier one. */
  final class Validator implements ConstraintValidator<Distinct, List<String>> {

    @Override
    public boolean isValid(List<String> items, ConstraintValidatorContext context) {
      Set<String> seen = new HashSet<>();
      boolean valid = true;
      context.disableDefaultConstraintViolation();
      for (int i = 0; items != null && i < items.size(); i++) {
        if (items.get(i) != null && !seen.add(items.get(i).toLowerCase(Locale.ROOT))) {
          context
              .buildConstraintViolationWithTemplate("DUPLICATE")
              .addBeanNode()
              .inIterable()
              .atIndex(i)
              .addConstraintViolation();
          valid = false;
        }
      }
      return valid;
    }
  }
}
