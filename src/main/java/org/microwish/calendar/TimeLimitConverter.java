package org.microwish.calendar;

import java.io.Serial;
import org.eclipse.microprofile.config.spi.Converter;
import org.microwish.calendar.days.TimeLimit;

/**
 * Converts configuration text to a {@link TimeLimit}. SmallRye Config would otherwise find {@code
 * parse} by itself, but would not report its error message with the property's name.
 */
public final class TimeLimitConverter implements Converter<TimeLimit> {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  public TimeLimit convert(String text) {
    return text.isEmpty() ? null : TimeLimit.parse(text);
  }
}
