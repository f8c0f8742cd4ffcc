package org.microwish.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.tsid.Tsid;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The id of a record, as the API shows it: 13 characters of Crockford's base 32, opaque to clients.
 * In the database the id is a time-ordered 64-bit number (TSID).
 *
 * @param value the id in the database
 */
@Schema(
    type = SchemaType.STRING,
    pattern = "^[0-9A-HJKMNP-TV-Z]{13}$",
    examples = "0D1RZQ4J8M3TB",
    description =
        "Identifies a record: 13 characters of Crockford's base 32. Clients must not interpret"
            + " them.")
public record Id(long value) {

  /**
   * Parses an id of 13 characters, from JSON and from path and query parameters.
   *
   * @throws IllegalArgumentException if the text is not a valid id
   */
  @JsonCreator
  public static Id fromString(String text) {
    if (!Tsid.isValid(text)) {
      throw new IllegalArgumentException("not an id");
    }
    return new Id(Tsid.from(text).toLong());
  }

  /** Parses an id of 13 characters; returns empty if the text is not a valid id. */
  public static Optional<Id> parse(String text) {
    return text.length() == 13 && Tsid.isValid(text)
        ? Optional.of(fromString(text))
        : Optional.empty();
  }

  /** Returns the 13 characters that represent a database key. */
  public static String text(long value) {
    return Tsid.from(value).toString();
  }

  /** Returns the 13 characters that represent a database key; null if the key is null. */
  public static String text(Long value) {
    return value == null ? null : text(value.longValue());
  }

  @JsonValue
  @Override
  public String toString() {
    return text(value);
  }
}
