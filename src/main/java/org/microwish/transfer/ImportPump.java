package org.microwish.transfer;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/**
 * Runs imports in the background, one at a time: an import that this instance has stored begins at
 * once; imports that another instance left unfinished are looked for every ten seconds.
 */
@ApplicationScoped
class ImportPump {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final ImportService imports;
  private final boolean enabled;
  private final Pump pump = new Pump("imports", this::round);

  ImportPump(
      ImportService imports,
      @ConfigProperty(name = "microwish.imports.enabled", defaultValue = "true") boolean enabled) {
    this.imports = imports;
    this.enabled = enabled;
  }

  void start(@Observes StartupEvent event) {
    if (enabled) {
      pump.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
  }

  void stored(@Observes(during = TransactionPhase.AFTER_SUCCESS) ImportService.Stored stored) {
    pump.wake();
  }

  private Pause round() {
    return imports.work() ? Pause.NONE : Pause.atMost(LOOK_EVERY);
  }
}
