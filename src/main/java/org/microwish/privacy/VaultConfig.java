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
   * with one such line per key. The first key wraps, the others only unwrap. To rotate, put the new
   * key first, run {@code rewrap-vault}, and remove the old key once no backup needs it. Required
   * in production.
   */
  Optional<List<String>> masterKeys();

  /** In dev and test, if no key is configured: the directory in which a key is created and kept. */
  Optional<Path> embeddedDirectory();

  /**
   * How many leaves an account may open on one day (Asia/Shanghai) without a fresh second factor.
   * Every further one needs step-up.
   */
  @WithDefault("20")
  int openingsADay();

  /** The suite for what is sealed from now on; what the other suite sealed stays readable. */
  @WithDefault("AES")
  Suite suite();
}
