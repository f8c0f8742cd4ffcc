package org.microwish;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.Map;
import org.microwish.evidence.EvidenceDirectory;
import org.microwish.ledger.LedgerOrigin;
import org.microwish.platform.contract.ServedContract;
import org.microwish.platform.start.DatabaseLauncher;
import org.microwish.platform.start.StartConfig;
import org.microwish.platform.start.StartRefusedException;
import org.microwish.platform.start.UploadDirectory;
import org.microwish.privacy.MasterKeySource;
import org.microwish.privacy.RewrapVault;
import org.microwish.rights.ErasureList;
import org.microwish.sample.LoadSample;

/**
 * Starts the service: first the database, then Quarkus. Without arguments it serves requests;
 * {@code migrate} brings the schema to this build's version and exits; any other word runs a {@link
 * org.microwish.platform.MaintenanceCommand}.
 */
@QuarkusMain
public final class Main {

  static final String MIGRATE = "migrate";

  /**
   * True if this is the packaged program, false in dev mode. Quarkus knows its profile only once it
   * runs, which is too late for {@link #main}. Dev mode is recognised by its class loader; any
   * other class loader means production.
   */
  private static final boolean PRODUCTION =
      !Main.class.getClassLoader().getClass().getSimpleName().equals("QuarkusClassLoader");

  // Quarkus creates a bean of this class with this constructor.
  Main() {}

  /**
   * Runs the program.
   *
   * @param arguments nothing, or a command and its arguments
   */
  public static void main(String... arguments) {
    try {
      if (arguments.length > 0 && arguments[0].equals(MIGRATE)) {
        System.out.println(DatabaseLauncher.migrate(config()));
        return;
      }
      settings().forEach(System::setProperty);
      if (PRODUCTION) {
        MasterKeySource.check(config());
        LedgerOrigin.check(config());
      }
      if (PRODUCTION && storesEvidence(arguments)) {
        Path evidence = EvidenceDirectory.check(config());
        System.setProperty(
            UploadDirectory.KEY, UploadDirectory.make(evidence.resolve("uploads")).toString());
        ErasureList.check(config());
      }
    } catch (StartRefusedException e) {
      // In dev mode, the console's current line may hold the prompt of Quarkus: begin a new line.
      System.err.println((PRODUCTION ? "" : "\n") + "micro-wish does not start. " + e.getMessage());
      System.exit(1);
    }
    if (arguments.length > 0) {
      System.setProperty("quarkus.http.host-enabled", "false");
      System.setProperty("quarkus.management.host-enabled", "false");
      System.setProperty("quarkus.scheduler.enabled", "false");
      System.setProperty("microwish.imports.enabled", "false");
      System.setProperty("microwish.moderation.enabled", "false");
    }
    if (PRODUCTION) {
      ServedContract.skipAtStart();
    }
    Quarkus.run(CommandLine.class, arguments);
  }

  private static boolean storesEvidence(String... arguments) {
    return arguments.length == 0
        || arguments[0].equals(LoadSample.WORD)
        || arguments[0].equals(RewrapVault.WORD);
  }

  private static Map<String, String> settings() {
    StartConfig config = config();
    return PRODUCTION ? DatabaseLauncher.production(config) : DatabaseLauncher.development(config);
  }

  /**
   * Reads the environment, system properties and application.properties, as Quarkus will read them.
   * A blank value counts as missing.
   */
  private static StartConfig config() {
    SmallRyeConfig config =
        ConfigUtils.configBuilder().withProfile(PRODUCTION ? "prod" : "dev").build();
    return key -> config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
  }
}
