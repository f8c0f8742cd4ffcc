package org.microwish.login.staff;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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

  /**
   * Further rules for passwords, all off by default: NIST SP 800-63B advises against them, but
   * assessors of classified protection (等保) ask for them.
   */
  PasswordRules password();

  /** Rules for passwords, beside a minimum length and the list of common ones. */
  interface PasswordRules {

    /** Kinds of characters that a password must have, of capital, small, digit, other: 0 to 4. */
    @WithDefault("0")
    int kinds();

    /** A login with an older password must replace it. */
    Optional<Duration> longest();

    /** The last passwords, with the current one, that a new one must not repeat: at most 12. */
    @WithDefault("0")
    int history();
  }

  /** The name of this service in authenticator apps. */
  @WithDefault("micro-wish")
  String totpIssuer();
}
