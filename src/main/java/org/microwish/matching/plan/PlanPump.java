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
 * Computes plans and sends their invitations in the background: one plan and one invitation at a
 * time. Begins at once with what this instance has stored, and looks every ten seconds for work
 * that another instance left unfinished.
 */
@ApplicationScoped
class PlanPump {

  private static final Logger LOG = Logger.getLogger(PlanPump.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  /** Maximum number of invitations that one step sends. */
  private static final int STEP = 50;

  private final PlanJobs jobs;
  private final PlanInvitations invitations;
  private final PlanConfig config;
  private final Pump plans = new Pump("plans", this::compute);

  /** A separate pump, because the computation of a plan may take a minute. */
  private final Pump sending = new Pump("plan-invitations", this::send);

  PlanPump(PlanJobs jobs, PlanInvitations invitations, PlanConfig config) {
    this.jobs = jobs;
    this.invitations = invitations;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    if (config.enabled()) {
      plans.start();
      sending.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    plans.stop();
    sending.stop();
  }

  void stored(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlanService.Stored stored) {
    plans.wake();
  }

  void asked(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlanInvitations.Asked asked) {
    sending.wake();
  }

  private Pause compute() {
    return jobs.work() ? Pause.NONE : Pause.atMost(LOOK_EVERY);
  }

  private Pause send() {
    return switch (invitations.send(STEP)) {
      case SENT -> Pause.NONE;
      case BUSY -> Pause.atMost(PlanInvitations.REST);
      case NOTHING -> Pause.atMost(LOOK_EVERY);
    };
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
