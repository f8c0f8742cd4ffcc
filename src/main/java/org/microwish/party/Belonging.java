package org.microwish.party;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.microwish.platform.Id;
import org.microwish.platform.http.FieldViolation;
import org.microwish.problem.FieldFault;

/**
 * Bean Validation constraint: a party member names an organisation; a volunteer names none, but a
 * division, and is known to be old enough.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Constraint(validatedBy = Belonging.Validator.class)
@interface Belonging {

  String message() default "NOT_ALLOWED";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** A request that says where a member or volunteer belongs. */
  interface Somebody {
    MemberKind kind();

    Id organisationId();

    String division();

    /** Whether a volunteer is known to be old enough to need no guardian's consent. */
    default boolean knownOfAge() {
      return true;
    }
  }

  /** Validates; the message of each violation is the name of a {@link FieldFault}. */
  final class Validator implements ConstraintValidator<Belonging, Somebody> {

    @Override
    public boolean isValid(Somebody who, ConstraintValidatorContext context) {
      context.disableDefaultConstraintViolation();
      boolean volunteer = who.kind() == MemberKind.VOLUNTEER;
      boolean valid = true;
      if (!volunteer && who.organisationId() == null) {
        valid = FieldViolation.add(context, "organisationId", FieldFault.REQUIRED);
      }
      if (volunteer && who.organisationId() != null) {
        valid = FieldViolation.add(context, "organisationId", FieldFault.NOT_ALLOWED);
      }
      if (volunteer && who.division() == null) {
        valid = FieldViolation.add(context, "division", FieldFault.REQUIRED);
      }
      if (volunteer && !who.knownOfAge()) {
        valid = FieldViolation.add(context, "ofAge", FieldFault.REQUIRED);
      }
      return valid;
    }
  }
}
