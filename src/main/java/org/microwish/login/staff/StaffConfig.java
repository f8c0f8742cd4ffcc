package org.microwish.login.staff;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Staff who log in with a password. */
@ConfigMapping(prefix = "microwish.staff")
public interface StaffConfig {

  /** How long an invitation is good. */
  @WithDefault("3D")
  Duration invitation();

  /** How long the secret that makes the first administrator is good. */
  @WithDefault("1D")
  Duration bootstrap();

  /** What apps that make codes call this service. */
  @WithDefault("micro-wish")
  String totpIssuer();
}
