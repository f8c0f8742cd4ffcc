package org.microwish.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The service's clock. It yields whole microseconds, because MySQL rounds finer times and MariaDB
 * truncates them: what was written must be what is read.
 */
@ApplicationScoped
public class Time {

  /** Where a person reads a date. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** Now, in UTC, whole microseconds. */
  public Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
