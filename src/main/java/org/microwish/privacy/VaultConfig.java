package org.microwish.privacy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.microwish.privacy.crypto.Suite;

/** How the vault is sealed. */
@ConfigMapping(prefix = "microwish.privacy")
public interface VaultConfig {

  /**
   * The master keys, each {@code id:key} with 32 random bytes in base 64, or the path of a file
   * with one such line for each. The first wraps, the others only unwrap: to rotate, put the new
   * one first, run {@code rewrap-vault}, and take the old one away when no backup needs it any
   * more. Required in production.
   */
  Optional<List<String>> masterKeys();

  /** In dev and test, where no key is configured: the directory in which one is made and kept. */
  Optional<Path> embeddedDirectory();

  /** Whose algorithms seal from now on; what the other one sealed stays readable. */
  @WithDefault("AES")
  Suite suite();
}
