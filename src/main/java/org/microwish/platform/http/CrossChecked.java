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
import org.microwish.problem.FieldFault;

/**
 * A request record whose fields must fit together. Bean Validation calls {@link #crossCheck} with
 * the other constraints of the record, so a response names all invalid fields at once.
 */
@CrossChecked.Fields
public interface CrossChecked {

  /**
   * Reports each field that does not fit to the others. Also called when a field violates a
   * constraint of its own, so required fields can be null.
   */
  void crossCheck(Faults faults);

  /** Takes the faults of a record. */
  @FunctionalInterface
  interface Faults {
    void add(String field, FieldFault fault);
  }

  /** The constraint that calls {@link #crossCheck}. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @Constraint(validatedBy = Validator.class)
  @interface Fields {

    String message() default "NOT_ALLOWED";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** Turns each reported fault into a violation, whose message is the name of the fault. */
  final class Validator implements ConstraintValidator<Fields, CrossChecked> {

    @Override
    public boolean isValid(CrossChecked checked, ConstraintValidatorContext context) {
      context.disableDefaultConstraintViolation();
      boolean[] valid = {true};
      checked.crossCheck(
          (field, fault) -> {
            context
                .buildConstraintViolationWithTemplate(fault.name())
                .addPropertyNode(field)
                .addConstraintViolation();
            valid[0] = false;
          });
      return valid[0];
    }
  }
}
