package org.microwish.platform.idempotency;

import java.util.regex.Pattern;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The text by which a client identifies one intended effect: 8 to 64 characters, preferably a
 * random UUID. Requests with the same key have this effect only once.
 */
public record IdempotencyKey(String value) {

  static final String HEADER = "Idempotency-Key";

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

  /**
   * Parses the key in a path.
   *
   * @throws ProblemException NOT_FOUND if it is malformed: no operation was done with such a key
   */
  static IdempotencyKey ofPath(String text) {
    if (!FORM.matcher(text).matches()) {
      throw ProblemType.NOT_FOUND
          .exception()
          .field(FieldError.path("key", FieldFault.INVALID_FORMAT));
    }
    return new IdempotencyKey(text);
  }

  /**
   * Parses the header; returns null for null.
   *
   * @throws ProblemException VALIDATION_FAILED if the header is malformed
   */
  static IdempotencyKey parse(String text) {
    if (text == null) {
      return null;
    }
    if (!FORM.matcher(text).matches()) {
      throw ProblemException.invalid(FieldError.header(HEADER, FieldFault.INVALID_FORMAT));
    }
    return new IdempotencyKey(text);
  }
}
