package org.microwish.wish.command;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.microwish.platform.http.FieldViolation;
import org.microwish.problem.FieldFault;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimPolicy;
import org.microwish.wish.lifecycle.WishKind;

/** Requires that a draft's kind, claim policy, capacity, places and budget are consistent. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Constraint(validatedBy = WishTerms.Validator.class)
@interface WishTerms {

  String message() default "NOT_ALLOWED";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Validates a draft; the message of each violation is the name of a {@link FieldFault}. */
  final class Validator implements ConstraintValidator<WishTerms, WishDraft> {

    @Override
    public boolean isValid(WishDraft draft, ConstraintValidatorContext context) {
      context.disableDefaultConstraintViolation();
      boolean project = draft.kind() == WishKind.PROJECT;
      boolean shared = draft.claimPolicy() == ClaimPolicy.SHARED;
      boolean byAmount = draft.capacity() == Capacity.AMOUNT;
      boolean valid = true;
      if (project && draft.budget() == null) {
        valid = FieldViolation.add(context, "budget", FieldFault.REQUIRED);
      }
      if (draft.budget() != null && draft.budget().isZero()) {
        valid = FieldViolation.add(context, "budget", FieldFault.OUT_OF_RANGE);
      }
      if (byAmount && !(shared && project)) {
        valid = FieldViolation.add(context, "capacity", FieldFault.NOT_ALLOWED);
      } else if (byAmount && draft.places() != null) {
        valid = FieldViolation.add(context, "places", FieldFault.NOT_ALLOWED);
      } else if (!byAmount && shared && draft.places() == null) {
        valid = FieldViolation.add(context, "places", FieldFault.REQUIRED);
      } else if (!shared && draft.places() != null && draft.places() != 1) {
        valid = FieldViolation.add(context, "places", FieldFault.NOT_ALLOWED);
      }
      return valid;
    }
  }
}
