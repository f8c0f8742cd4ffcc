package org.microwish.privacy;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import org.microwish.platform.start.StartConfig;
import org.microwish.platform.start.StartRefusedException;
import org.microwish.privacy.crypto.KeyWrapping;
import org.microwish.privacy.crypto.MasterKeys;

/**
 * Produces the {@link KeyWrapping} that uses the configured master keys. Another bean of that type,
 * such as one that calls a key management service, replaces it.
 */
@Dependent
public class MasterKeySource {

  private static final String KEY = "microwish.privacy.master-keys";

  /**
   * Checks the configuration before a production start.
   *
   * @throws StartRefusedException if no master key is configured, or a master key is malformed
   */
  public static void check(StartConfig config) {
    String keys =
        config
            .text(KEY)
            .orElseThrow(
                () ->
                    new StartRefusedException(
                        "MICROWISH_PRIVACY_MASTER_KEYS is not set. Production needs the key that"
                            + " personal data is sealed under: a name and 32 random bytes, as in"
                            + " \"main:$(openssl rand -base64 32)\", or the path of a file with"
                            + " that line. Keep it apart from the database's backups: nobody can"
                            + " read them without the key, and everybody can with it."));
    MasterKeys.configured(Arrays.asList(keys.split(",")));
  }

  @Produces
  @Singleton
  @DefaultBean
  KeyWrapping masterKeys(VaultConfig config) {
    List<String> configured = config.masterKeys().orElse(List.of());
    if (!configured.isEmpty()) {
      return MasterKeys.configured(configured);
    }
    return MasterKeys.kept(
        config
            .embeddedDirectory()
            .orElseThrow(() -> new IllegalStateException(KEY + " is not set")));
  }
}
