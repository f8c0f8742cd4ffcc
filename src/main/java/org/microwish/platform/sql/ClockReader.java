package org.microwish.platform.sql;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Reads the database's clock at the start and every five seconds. {@link DatabaseClock} passes each
 * reading to {@code Time}, which follows it.
 */
@ApplicationScoped
class ClockReader {

  private static final Logger LOG = Logger.getLogger(ClockReader.class);

  /** The priority of the reading at the start: before all observers that record a time. */
  private static final int FIRST = Integer.MIN_VALUE;

  private final DatabaseClock clock;
  private final Transactions transactions;

  ClockReader(DatabaseClock clock, Transactions transactions) {
    this.clock = clock;
    this.transactions = transactions;
  }

  void start(@Observes @Priority(FIRST) StartupEvent event) {
    read();
  }

  @Scheduled(
      identity = "clock",
      every = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void read() {
    try {
      transactions.run(clock::now);
    } catch (RuntimeException unreachable) {
      // Until the next reading, Time continues with the machine's steady clock. Requests report the
      // database's failure.
      LOG.debugf("The database's clock cannot be read: %s", unreachable.getMessage());
    }
  }
}
