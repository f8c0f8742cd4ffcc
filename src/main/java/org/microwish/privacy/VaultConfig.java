package org.microwish.privacy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.microwish.privacy.crypto.Suite;

/** Configuration of the vault's keys and algorithms. */
@ConfigMapping(prefix = "microwish.privacy")
public interface VaultConfig {

  /**
   * The master keys, each {@code id:key} with 32 random bytes in base 64, or the path of a file
   * with one such line per key. The first key wraps data keys, the others only unwrap. To rotate,
   * put the new key first, run {@code rewrap-vault}, and remove the old key when no backup needs it
   * any longer. Required in production.
   */
  Optional<List<String>> masterKeys();

  /**
   * In dev mode and tests, if no master key is configured: the directory in which the service
   * creates and keeps a master key.
   */
  Optional<Path> embeddedDirectory();

  /**
   * The number of leaves that an account may open on one day (Asia/Shanghai) without a recent
   * second factor. Above that number, each reading needs step-up authentication.
   */
  @WithDefault("20")
  int openingsADay();

  /** The suite for new data keys; values sealed with the other suite stay readable. */
  @WithDefault("AES")
  Suite suite();
}
