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
 * Loads the sample street in a background thread if {@link SampleConfig#load} is true, and logs the
 * progress. If the service stops during the load, its next start continues the load.
 */
@ApplicationScoped
public class SampleStart {

  private static final Logger LOG = Logger.getLogger("org.microwish.sample");

  /** How long the stop of the service waits for the load to stop; longer than a batch takes. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

  private final SampleConfig config;
  private final SampleLoader loader;
  private final SampleFigures figures;

  /** Whether this process serves HTTP; false for a maintenance command, which loads no sample. */
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
