package org.microwish.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalTime;

/** Configures when reminders come and how long they are kept. */
@ConfigMapping(prefix = "microwish.notification")
public interface NotificationConfig {

  /** The time of day in Asia/Shanghai at which reminders come, on working days only. */
  @WithDefault("09:00")
  LocalTime from();

  /**
   * The time of day from which on nobody is reminded: a reminder that could not be given before
   * then, for example because no instance was running, waits for the next working day.
   */
  @WithDefault("20:00")
  LocalTime until();

  /** How long reminders are kept after they were given. */
  @WithDefault("P365D")
  Duration keep();
}
