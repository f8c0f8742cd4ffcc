package org.microwish.platform.http;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.microwish.platform.Confidential;
import org.microwish.problem.FieldFault;

/**
 * Validators that apply the constraints {@code @Text}, {@code @Size} and {@code @Pattern} to {@link
 * Confidential}. A value extractor for Bean Validation would be shorter, but then {@code @NotNull}
 * would apply to the text inside and would accept a missing {@code Confidential}.
 */
final class ConfidentialText {

  private ConfidentialText() {}

  /** Validates {@code @Text} on a {@link Confidential}. */
  public static final class OfText implements ConstraintValidator<Text, Confidential> {

    private final Text.Validator text = new Text.Validator();

    @Override
    public void initialize(Text constraint) {
      text.initialize(constraint);
    }

    @Override
    public boolean isValid(Confidential value, ConstraintValidatorContext context) {
      return text.isValid(Confidential.text(value), context);
    }
  }

  /** Validates {@code @Size} on a {@link Confidential}; counts UTF-16 units, as for a string. */
  public static final class OfSize implements ConstraintValidator<Size, Confidential> {

    private int min;
    private int max;

    @Override
    public void initialize(Size constraint) {
      min = constraint.min();
      max = constraint.max();
    }

    @Override
    public boolean isValid(Confidential value, ConstraintValidatorContext context) {
      int length = value == null ? min : value.value().length();
      if (length >= min && length <= max) {
        return true;
      }
      FieldFault fault = length > max ? FieldFault.TOO_LONG : FieldFault.TOO_SHORT;
      context.disableDefaultConstraintViolation();
      context.buildConstraintViolationWithTemplate(fault.name()).addConstraintViolation();
      return false;
    }
  }

  /**
   * Validates {@code @Pattern} on a {@link Confidential}; ignores the flags of the annotation,
   * which this project does not use.
   */
  public static final class OfPattern implements ConstraintValidator<Pattern, Confidential> {

    private java.util.regex.Pattern pattern;

    @Override
    public void initialize(Pattern constraint) {
      pattern = java.util.regex.Pattern.compile(constraint.regexp());
    }

    @Override
    public boolean isValid(Confidential value, ConstraintValidatorContext context) {
      return value == null || pattern.matcher(value.value()).matches();
    }
  }
}
