package org.microwish.matching.plan;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/**
 * Computes plans in the background, one at a time: a plan that this instance has stored begins at
 * once; plans that another instance left unfinished are looked for every ten seconds.
 */
@ApplicationScoped
class PlanPump {

  private static final Logger LOG = Logger.getLogger(PlanPump.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final PlanJobs jobs;
  private final PlanConfig config;
  private final Pump pump = new Pump("plans", this::round);

  PlanPump(PlanJobs jobs, PlanConfig config) {
    this.jobs = jobs;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    if (config.enabled()) {
      pump.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
  }

  void stored(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlanService.Stored stored) {
    pump.wake();
  }

  private Pause round() {
    return jobs.work() ? Pause.NONE : Pause.atMost(LOOK_EVERY);
  }

  @Scheduled(
      identity = "plan-expiry",
      every = "1h",
      delayed = "5m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void expire() {
    try {
      jobs.expire();
    } catch (RuntimeException unreachable) {
      LOG.warnf("Expired plans could not be deleted: %s", unreachable.getMessage());
    }
  }
}
