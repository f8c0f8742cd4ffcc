package org.microwish.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.microwish.platform.net.OutgoingUrls;
import org.microwish.platform.net.RefusedUrl;

/**
 * Requires a URL that this service may call. This is a Bean Validation constraint, so that its DNS
 * query runs before the command's transaction begins.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
@Constraint(validatedBy = CallableUrl.Validator.class)
@interface CallableUrl {

  String message() default "INVALID_FORMAT";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Checks the URL; the message of the violation is the name of the fault. */
  @ApplicationScoped
  class Validator implements ConstraintValidator<CallableUrl, String> {

    private final OutgoingUrls outgoing;

    Validator(OutgoingUrls outgoing) {
      this.outgoing = outgoing;
    }

    @Override
    public boolean isValid(String url, ConstraintValidatorContext context) {
      if (url == null) {
        return true;
      }
      try {
        outgoing.check(url);
        return true;
      } catch (RefusedUrl refused) {
        context.disableDefaultConstraintViolation();
        context
            .buildConstraintViolationWithTemplate(refused.fault().name())
            .addConstraintViolation();
        return false;
      }
    }
  }
}
