package org.microwish.login.staff;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Configuration of staff accounts that log in with a password. */
@ConfigMapping(prefix = "microwish.staff")
public interface StaffConfig {

  /** Lifetime of an invitation. */
  @WithDefault("3D")
  Duration invitation();

  /** Lifetime of the bootstrap secret, with which an administrator's account can be recorded. */
  @WithDefault("1D")
  Duration bootstrap();

  /**
   * The file to which the bootstrap secret is written. Only the file's owner can read it; each new
   * secret replaces the file.
   */
  Path bootstrapFile();

  /**
   * Further rules for passwords, all off by default: NIST SP 800-63B advises against them, but
   * assessors of classified protection (等保) ask for them.
   */
  PasswordRules password();

  /** Rules for passwords, in addition to the length limits and the list of common passwords. */
  interface PasswordRules {

    /**
     * How many kinds of characters (capital letters, small letters, digits, others) a password must
     * contain: 0 to 4.
     */
    @WithDefault("0")
    int kinds();

    /**
     * Maximum age of a password: a login with an older password is refused until it sends a new
     * one. Unset: no limit.
     */
    Optional<Duration> longest();

    /**
     * How many of the last passwords, including the current one, a new password must not repeat: 0
     * to 12.
     */
    @WithDefault("0")
    int history();
  }

  /** The name of this service in authenticator apps. */
  @WithDefault("micro-wish")
  String totpIssuer();
}
