package org.microwish.sample;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Loads the sample street beside a service that was started with {@link SampleConfig#load}, and
 * says how far it is. What a stop cuts off, the next start goes on with.
 */
@ApplicationScoped
public class SampleStart {

  private static final Logger LOG = Logger.getLogger("org.microwish.sample");

  /** Longer than a batch takes. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

  private final SampleConfig config;
  private final SampleLoader loader;
  private final SampleFigures figures;

  /** False for a word of the command line, which serves nobody. */
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
      switch (loader.load(new SampleProgress(LOG::info), () -> stopping)) {
        case LOADED, ALREADY_LOADED -> figures.whenLevel(() -> stopping).ifPresent(LOG::info);
        case STOPPED -> LOG.info("The sample street is not whole; the next start goes on with it.");
        case NOT_EMPTY ->
            LOG.info("The sample street is not loaded: the database holds data that is not of it.");
        case OTHER_RELEASE ->
            LOG.warn(
                "The sample street is not whole, and another release of the program began it:"
                    + " start anew with an empty database.");
      }
    } catch (RuntimeException failed) {
      if (!stopping) {
        LOG.errorf(
            failed, "The sample street is not whole; the next start goes on with it: %s", failed);
      }
    }
  }
}
