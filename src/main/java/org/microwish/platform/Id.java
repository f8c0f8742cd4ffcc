package org.microwish.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.tsid.Tsid;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An id as the API shows it: 13 characters of Crockford's base 32, opaque to clients. In the
 * database it is a time-ordered 64-bit number (TSID).
 */
@Schema(
    type = SchemaType.STRING,
    pattern = "^[0-9A-HJKMNP-TV-Z]{13}$",
    examples = "0D1RZQ4J8M3TB",
    description =
        "Identifies a record: 13 characters of Crockford's base 32. Clients must not interpret"
            + " them.")
public record Id(long value) {

  /** Parses the 13 characters; JAX-RS calls it for path and query parameters. */
  @JsonCreator
  public static Id fromString(String text) {
    if (!Tsid.isValid(text)) {
      throw new IllegalArgumentException("not an id");
    }
    return new Id(Tsid.from(text).toLong());
  }

  /** Parses an id; empty if the text is not a valid id. */
  public static Optional<Id> parse(String text) {
    return text.length() == 13 && Tsid.isValid(text)
        ? Optional.of(fromString(text))
        : Optional.empty();
  }

  /** The 13 characters of a database key. */
  public static String text(long value) {
    return Tsid.from(value).toString();
  }

  /** The 13 characters of a database key; null stays null. */
  public static String text(Long value) {
    return value == null ? null : text(value.longValue());
  }

  @JsonValue
  @Override
  public String toString() {
    return text(value);
  }
}
