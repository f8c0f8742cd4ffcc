package org.microwish.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

/**
 * Drives this instance's {@link CheckpointSigner}. When something is wrong it stops signing, says
 * why in health and log, and looks again: nothing else depends on it.
 */
@Wellness
@ApplicationScoped
public class CheckpointPublisher implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(CheckpointPublisher.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration LOOK_WITHOUT_LEASE_EVERY = Duration.ofMillis(500);

  /** Before anything that appends at start-up, such as the sample. */
  private static final int FIRST = 1;

  /** Told to the witnesses. */
  record NewCheckpoint(Published published) {}

  private final CheckpointSigner signer;
  private final boolean enabled;
  private final Event<NewCheckpoint> published;
  private final CountDownLatch end = new CountDownLatch(1);

  private volatile Stop stop;
  private volatile Published latest;
  private Thread thread;

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
    this.enabled = config.checkpoint().enabled();
    this.published = published;
  }

  void start(@Observes @Priority(FIRST) StartupEvent event) {
    if (enabled) {
      // Once before anybody is served: an empty log needs nobody's word that it is the right one.
      look();
      thread = Thread.ofPlatform().name("ledger-publisher").daemon().start(this::publish);
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    end.countDown();
    if (thread != null) {
      thread.join(Duration.ofSeconds(5));
    }
  }

  private void publish() {
    try {
      boolean ours = true;
      while (!end.await(
          (ours ? LOOK_EVERY : LOOK_WITHOUT_LEASE_EVERY).toMillis(), TimeUnit.MILLISECONDS)) {
        ours = look();
      }
      signer.release();
    } catch (InterruptedException | SQLException unimportant) {
      LOG.debug("The lease runs out by itself.", unimportant);
    }
  }

  private boolean look() {
    try {
      Look look = signer.look();
      report(look.stop());
      latest = look.latest();
      if (look.added()) {
        published.fireAsync(new NewCheckpoint(look.latest()));
      }
      return look.ours();
    } catch (RuntimeException | SQLException failed) {
      if (stop != Stop.FAILED) {
        LOG.warn("Publishing a checkpoint failed.", failed);
      }
      stop = Stop.FAILED;
      return false;
    }
  }

  private void report(Stop now) {
    if (now != null && now != stop) {
      LOG.errorf("Checkpoints are not signed: %s.", now.why);
    } else if (now == null && stop != null) {
      LOG.info("Checkpoints are signed again.");
    }
    stop = now;
  }

  /** Down when this instance would not sign if it had to. */
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
