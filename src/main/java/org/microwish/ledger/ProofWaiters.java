package org.microwish.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.microwish.problem.ProblemType;

/** Lets clients wait until a checkpoint covers their entry. */
@ApplicationScoped
class ProofWaiters {

  private final EntryWaiters waiters;
  private final LedgerReader covered;

  ProofWaiters(LedgerConfig config, Queries queries, Checkpoints checkpoints) {
    waiters = new EntryWaiters("ledger-waiters", queries);
    covered =
        () -> checkpoints.latest(config.origin()).map(latest -> latest.head().size()).orElse(0L);
  }

  /**
   * Returns a stage that completes when a checkpoint covers the entry or {@code time} has passed,
   * and also when the database fails or the service stops. Callers must then read the entry again
   * to see whether a checkpoint covers it.
   *
   * @throws org.microwish.problem.ProblemException TOO_MANY_REQUESTS if too many clients wait
   */
  CompletionStage<Void> await(long entryId, Duration time) {
    return waiters
        .await(entryId, time, covered)
        .orElseThrow(
            () -> ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(Duration.ofSeconds(1)));
  }

  void start(@Observes StartupEvent event) {
    waiters.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    waiters.stop();
  }
}
