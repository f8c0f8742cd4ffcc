package org.microwish.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * Exports the result of each check of {@code /q/health/well} as a gauge, {@code
 * microwish_well{check="…"}}: 1 if the check is up, otherwise 0. Alert rules need a number, and no
 * other metric shows what these checks detect, such as signing that has stopped or a clock that is
 * wrong.
 */
@ApplicationScoped
public class WellnessMetric {

  private static final Logger LOG = Logger.getLogger(WellnessMetric.class);

  private final Instance<HealthCheck> checks;
  private final MeterRegistry metrics;
  private final Map<String, Boolean> well = new ConcurrentHashMap<>();

  WellnessMetric(@Wellness Instance<HealthCheck> checks, MeterRegistry metrics) {
    this.checks = checks;
    this.metrics = metrics;
  }

  /**
   * Runs all checks on a schedule, not when the metrics are scraped: some checks read the database.
   */
  @Scheduled(
      every = "${microwish.health.look-every:15s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    for (HealthCheck check : checks) {
      try {
        HealthCheckResponse answer = check.call();
        note(answer.getName(), answer.getStatus() == HealthCheckResponse.Status.UP);
      } catch (RuntimeException failed) {
        LOG.warnf("A health check failed: %s", failed.getMessage());
      }
    }
  }

  private void note(String name, boolean up) {
    if (well.put(name, up) == null) {
      Gauge.builder("microwish.well", well, all -> all.get(name) ? 1 : 0)
          .description("1 if this check of /q/health/well is up, otherwise 0")
          .tag("check", name)
          .register(metrics);
    }
  }
}
