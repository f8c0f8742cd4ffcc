package org.microwish.sample;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.microwish.sample.SampleLoader.Outcome;

/**
 * Loads the sample street in the background of a service started with {@link SampleConfig#load},
 * and logs the progress. A stop interrupts the load; the next start continues it.
 */
@ApplicationScoped
public class SampleStart {

  private static final Logger LOG = Logger.getLogger("org.microwish.sample");

  /** Longer than a batch takes. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

  private final SampleConfig config;
  private final SampleLoader loader;
  private final SampleFigures figures;

  /** False for a command of the command line, which does not serve HTTP. */
  private final boolean serving;

  private volatile boolean stopping;
  private Thread thread;

  SampleStart(
      SampleConfig config,
      SampleLoader loader,
      SampleFigures figures,
      @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serving) {
    this.config = config;
    this.loader = loader;
    this.figures = figures;
    this.serving = serving;
  }

  void start(@Observes StartupEvent event) {
    if (config.load() && serving) {
      thread = Thread.ofPlatform().name("sample").daemon().start(this::load);
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    if (thread != null) {
      thread.join(STOPS_WITHIN);
    }
  }

  private void load() {
    try {
      Outcome outcome = loader.load(new SampleProgress(LOG::info), () -> stopping);
      if (outcome == Outcome.LOADED || outcome == Outcome.ALREADY_LOADED) {
        figures.whenLevel(() -> stopping).ifPresent(LOG::info);
      } else {
        LOG.info(outcome.sentence());
      }
    } catch (RuntimeException failed) {
      if (!stopping) {
        LOG.error(Outcome.STOPPED.sentence(), failed);
      }
    }
  }
}
