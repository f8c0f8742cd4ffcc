package org.microwish.calendar;

import java.io.Serial;
import org.eclipse.microprofile.config.spi.Converter;
import org.microwish.calendar.days.TimeLimit;

/**
 * Reads a {@link TimeLimit} of the configuration. Without it, the method would be found by itself,
 * and its sentence about a bad value not be shown beside the property's name.
 */
public final class TimeLimitConverter implements Converter<TimeLimit> {

  @Serial private static final long serialVersionUID = 1L;

  @Override
  public TimeLimit convert(String text) {
    return text.isEmpty() ? null : TimeLimit.parse(text);
  }
}
