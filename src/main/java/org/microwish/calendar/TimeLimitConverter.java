package org.microwish.calendar;

import java.io.Serial;
import org.eclipse.microprofile.config.spi.Converter;
import org.microwish.calendar.days.TimeLimit;

/**
 * Converts configuration text to a {@link TimeLimit}. Without this class, SmallRye Config would
 * find {@link TimeLimit#parse} by itself, but its error message would lack the property's name.
 */
public final class TimeLimitConverter implements Converter<TimeLimit> {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  public TimeLimit convert(String text) {
    return text.isEmpty() ? null : TimeLimit.parse(text);
  }
}
