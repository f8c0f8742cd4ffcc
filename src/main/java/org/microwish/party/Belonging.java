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
 * Bean Validation constraint: a request for a party member must name an organisation. A request for
 * a volunteer must name a division and no organisation, and must state that the volunteer is old
 * enough to need no guardian's consent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Constraint(validatedBy = Belonging.Validator.class)
@interface Belonging {

  String message() default "NOT_ALLOWED";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** A request with the organisation or division of a member or volunteer. */
  interface Somebody {
    MemberKind kind();

    Id organisationId();

    String division();

    /**
     * True if the volunteer is known to be old enough to need no guardian's consent. Not used for
     * party members.
     */
    default boolean knownOfAge() {
      return true;
    }
  }

  /** Checks the constraint; the message of each violation is the name of a {@link FieldFault}. */
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
