package org.microwish.login.staff;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Configuration of staff who log in with a password. */
@ConfigMapping(prefix = "microwish.staff")
public interface StaffConfig {

  /** Lifetime of an invitation. */
  @WithDefault("3D")
  Duration invitation();

  /** Lifetime of the secret that creates an administrator. */
  @WithDefault("1D")
  Duration bootstrap();

  /** The file for that secret, which only its owner may read; replaced by each new secret. */
  Path bootstrapFile();

  /** The name of this service in authenticator apps. */
  @WithDefault("micro-wish")
  String totpIssuer();
}
