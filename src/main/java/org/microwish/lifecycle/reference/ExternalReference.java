package org.microwish.lifecycle.reference;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;

/**
 * The number that another system gave to an aggregate (来源编号).
 *
 * @param system the name of the system, such as {@code hotline}
 * @param number the number in that system; it may identify a person, so logs must not show it
 */
@Schema(description = "The number that another system gave (来源编号)")
public record ExternalReference(
    @NotNull
        @Pattern(regexp = "^" + SYSTEM + "$")
        @Schema(description = "The name of the system", examples = "hotline")
        String system,
    @NotNull
        @Pattern(regexp = "^" + NUMBER + "$")
        @Schema(
            description = "The number in that system; upper and lower case differ",
            examples = "GZ-2026-0001234")
        Confidential number) {

  private static final String SYSTEM = "[A-Za-z0-9][A-Za-z0-9._\\-]{0,31}";
  private static final String NUMBER = "[!-~]{1,64}";

  /** Accepts the texts that {@link #parse} accepts. */
  public static final class Form implements Predicate<String> {
    @Override
    public boolean test(String text) {
      return parse(text).isPresent();
    }
  }

  /** Parses {@code system:number}; empty if the text has another form. */
  public static Optional<ExternalReference> parse(String text) {
    int colon = text.indexOf(':');
    return text.matches(SYSTEM + ":" + NUMBER)
        ? Optional.of(
            new ExternalReference(
                text.substring(0, colon), new Confidential(text.substring(colon + 1))))
        : Optional.empty();
  }

  /** Returns {@code system:number}. */
  public String text() {
    return system + ":" + number.value();
  }
}
