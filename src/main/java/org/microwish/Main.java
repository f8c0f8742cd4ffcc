package org.microwish;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import org.microwish.platform.database.DatabaseLauncher;
import org.microwish.platform.database.StartConfig;
import org.microwish.platform.database.StartRefusedException;

/** Starts the service. */
@QuarkusMain
public final class Main {

  /**
   * Whether this is the packaged program. Quarkus says so only once it runs, too late for us; but
   * its dev mode has a class loader of its own, and whatever does not run there is taken for
   * production.
   */
  private static final boolean PRODUCTION =
      !Main.class.getClassLoader().getClass().getSimpleName().equals("QuarkusClassLoader");

  Main() {}

  public static void main(String... arguments) {
    try {
      StartConfig config = config();
      (PRODUCTION ? DatabaseLauncher.production(config) : DatabaseLauncher.development(config))
          .forEach(System::setProperty);
    } catch (StartRefusedException e) {
      System.err.println("micro-wish does not start. " + e.getMessage());
      System.exit(1);
    }
    Quarkus.run(arguments);
  }

  /** Environment, system properties and application.properties, as Quarkus will read them. */
  private static StartConfig config() {
    SmallRyeConfig config =
        ConfigUtils.configBuilder().withProfile(PRODUCTION ? "prod" : "dev").build();
    return key -> config.getOptionalValue(key, String.class).filter(value -> !value.isBlank());
  }
}
