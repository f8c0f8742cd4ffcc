package org.microwish.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Text that must not appear in logs: a name, a telephone number, a password. In JSON it is a
 * string. {@code toString} hides the text, and so does that of every record with such a component.
 * {@code @Text}, {@code @Size} and {@code @Pattern} apply to the text.
 *
 * @param value the text
 */
@Schema(type = SchemaType.STRING)
public record Confidential(String value) {

  /** Creates the value from a JSON string; null stays null. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Confidential of(String value) {
    return value == null ? null : new Confidential(value);
  }

  /** The text; null stays null. */
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
