package org.microwish.login.staff;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.http.FieldViolation;
import org.microwish.problem.FieldFault;

/**
 * The role of a staff account, and the organisation or division in which the account has that role.
 */
@StaffPlace.OfRole
public interface StaffPlace {

  /** The account's role, one of the roles of staff. */
  Role role();

  /** A steward's organisation; null for other roles. */
  Id organisationId();

  /**
   * Code or path of the division in whose subtree the account works; null for an administrator of
   * all divisions. A steward's account always gets the division of its organisation; a division
   * that a request gives for a steward must exist, but is not used.
   */
  String division();

  /**
   * Bean Validation constraint: the role is one of staff, the fields that the role needs are
   * present, and only a STEWARD has an organisation.
   */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @Constraint(validatedBy = Validator.class)
  @interface OfRole {

    String message() default "NOT_ALLOWED";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
  }

  /** Checks the fields as the role requires. */
  final class Validator implements ConstraintValidator<OfRole, StaffPlace> {

    @Override
    public boolean isValid(StaffPlace place, ConstraintValidatorContext context) {
      context.disableDefaultConstraintViolation();
      return switch (place.role()) {
        case RESIDENT, MEMBER, PARTNER, SYSTEM ->
            FieldViolation.add(context, "role", FieldFault.NOT_ALLOWED);
        case STEWARD ->
            place.organisationId() != null
                || FieldViolation.add(context, "organisationId", FieldFault.REQUIRED);
        case COLLECTOR, OPERATOR, AUDITOR -> {
          boolean alone = hasNoOrganisation(place, context);
          yield (place.division() != null
                  || FieldViolation.add(context, "division", FieldFault.REQUIRED))
              && alone;
        }
        case ADMINISTRATOR -> hasNoOrganisation(place, context);
        case null -> true;
      };
    }

    private static boolean hasNoOrganisation(StaffPlace place, ConstraintValidatorContext context) {
      return place.organisationId() == null
          || FieldViolation.add(context, "organisationId", FieldFault.NOT_ALLOWED);
    }
  }
}
