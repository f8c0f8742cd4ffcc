package org.microwish.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;
import org.microwish.ledger.CheckpointSigner.Look;
import org.microwish.ledger.CheckpointSigner.Stop;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/**
 * Runs this instance's {@link CheckpointSigner} in a thread of its own. While the tree head may not
 * be signed or signing fails, the health check and the log show the reason and the signer tries
 * again; entries are still recorded.
 */
@Wellness
@ApplicationScoped
public class CheckpointPublisher implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(CheckpointPublisher.class);

  /** Pause while the newest checkpoint does not cover the tree and this instance has the lease. */
  private static final Duration SIGN_AGAIN = Duration.ofMillis(100);

  /** Pause while another instance holds the lease for signing. */
  private static final Duration FOLLOW_AGAIN = Duration.ofMillis(500);

  /** Pause while this instance may not sign. */
  private static final Duration STOPPED_AGAIN = Duration.ofSeconds(1);

  /** Longest pause while there is nothing to sign, unless the thread is woken. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  /**
   * Observer priority: before start-up observers that may append the log's first entry, such as the
   * sample data. The replay of erasures runs earlier, but appends nothing to an empty database.
   */
  private static final int FIRST = 1;

  /** Event: a checkpoint was published. {@link Witnesses} observes it. */
  record NewCheckpoint(Published published) {}

  private final CheckpointSigner signer;
  private final LedgerConfig.Signing config;
  private final Event<NewCheckpoint> published;
  private final Pump pump = new Pump("ledger-publisher", this::round);

  private volatile Stop stop;
  private volatile Published latest;

  CheckpointPublisher(
      LedgerConfig config,
      SigningKeys keys,
      Checkpoints checkpoints,
      CheckpointGuard guard,
      Witnesses witnesses,
      DataSource database,
      Ids ids,
      Event<NewCheckpoint> published) {
    Lease lease = new Lease(database, "publish", Id.text(ids.next()));
    this.signer = new CheckpointSigner(config, keys, checkpoints, guard, witnesses, lease);
    this.config = config.checkpoint();
    this.published = published;
  }

  void start(@Observes @Priority(FIRST) StartupEvent event) {
    if (config.enabled()) {
      // Run one round before anything is appended: as long as the log is empty, it needs no
      // confirmation by a witness or the operator.
      pump.round();
      pump.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
    try {
      signer.release();
    } catch (RuntimeException unimportant) {
      LOG.debug("The lease was not released; it expires by itself.", unimportant);
    }
  }

  /** Wakes the signer's thread when the tree has grown. */
  void grown(@Observes LedgerFollower.Grown grown) {
    pump.wake();
  }

  private Pause round() {
    Look look;
    try {
      look = signer.look();
    } catch (RuntimeException failed) {
      stop = Stop.FAILED;
      throw failed;
    }
    report(look.stop());
    latest = look.latest();
    if (look.added()) {
      published.fire(new NewCheckpoint(look.latest()));
      return new Pause(config.interval(), LOOK_AT_LEAST_EVERY);
    }
    if (look.stop() != null) {
      return Pause.atMost(STOPPED_AGAIN);
    }
    if (look.current()) {
      return Pause.atMost(LOOK_AT_LEAST_EVERY);
    }
    return Pause.atMost(look.ours() ? SIGN_AGAIN : FOLLOW_AGAIN);
  }

  private void report(Stop now) {
    if (now != null && now != stop) {
      LOG.errorf("Checkpoints are not signed: %s.", now.why);
    } else if (now == null && stop != null) {
      LOG.info("Checkpoints are signed again.");
    }
    stop = now;
  }

  /** Reports DOWN while this instance may not sign or fails to sign. */
  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("ledger checkpoints");
    Published newest = latest;
    if (newest != null) {
      answer
          .withData("publishedSize", newest.head().size())
          .withData("publishedAt", newest.publishedAt().toString());
    }
    Stop reason = stop;
    if (reason != null) {
      answer.withData("stopped", reason.name()).withData("why", reason.why);
    }
    return answer.status(reason == null).build();
  }
}
