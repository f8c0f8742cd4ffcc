package org.microwish.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The service's clock, in whole microseconds: MySQL rounds finer times and MariaDB truncates them,
 * so a finer value would differ when it is read back.
 */
@ApplicationScoped
public class Time {

  /** The time zone of calendar dates and of times in the API. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** The current time in whole microseconds. */
  public Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
