package org.microwish.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Text that must not appear in logs: a name, a telephone number, a password. JSON represents it as
 * a string. {@code toString} returns a placeholder instead of the text, so the {@code toString} of
 * a record with a component of this type hides the text too. The constraints {@code @Text},
 * {@code @Size} and {@code @Pattern} apply to the text.
 *
 * @param value the text
 */
@Schema(type = SchemaType.STRING)
public record Confidential(String value) {

  /** Creates a confidential text from a JSON string; returns null for null. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Confidential of(String value) {
    return value == null ? null : new Confidential(value);
  }

  /** Returns the text of {@code confidential}; null if {@code confidential} is null. */
  public static String text(Confidential confidential) {
    return confidential == null ? null : confidential.value;
  }

  @JsonValue
  @Override
  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return "[hidden]";
  }
}
