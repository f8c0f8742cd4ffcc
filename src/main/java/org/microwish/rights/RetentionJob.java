package org.microwish.rights;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.microwish.platform.Id;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;

/**
 * Erases the values of what has been over for as long as they may be kept, and at once those whose
 * guardian took the consent back. Runs in every instance: what it finds is a hint, each subject is
 * decided again under its lock, so each is erased once. Time is the database's; an instance whose
 * own clock is off leaves it to the others.
 */
@ApplicationScoped
public class RetentionJob {

  private static final Logger LOG = Logger.getLogger(RetentionJob.class);

  /** Subjects of one look; the next look takes what is left. */
  private static final int BATCH = 100;

  private final Erasures erasures;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final RightsConfig config;

  RetentionJob(
      Erasures erasures, Transactions transactions, DatabaseClock clock, RightsConfig config) {
    this.erasures = erasures;
    this.transactions = transactions;
    this.clock = clock;
    this.config = config;
  }

  @Scheduled(
      identity = "retention",
      every = "${microwish.rights.retention.every:10m}",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void onSchedule() {
    if (!config.retention().enabled()) {
      return;
    }
    try {
      int erased = run();
      if (erased > 0) {
        LOG.infof("the values of %d subjects were kept long enough and are erased", erased);
      }
    } catch (RuntimeException unreachable) {
      LOG.warnf("retention stands still: %s", unreachable.getMessage());
    }
  }

  /**
   * Looks once for what is due and erases it; also lists what an instance died over.
   *
   * @return how many subjects this call erased
   */
  public int run() {
    erasures.list();
    Instant now = transactions.call(clock::now);
    if (!clock.isOwnClockRight()) {
      LOG.errorf("Retention stands still: this machine's clock is off by %s", clock.offset());
      return 0;
    }
    int erased = 0;
    for (SubjectStore rows : erasures.allStores()) {
      List<Long> due = transactions.call(() -> rows.due(now, keep(rows.type()), BATCH));
      for (long id : due) {
        if (retire(new Subject(rows.type(), id), now.minus(keep(rows.type())))) {
          erased++;
        }
      }
    }
    erasures.list();
    return erased;
  }

  /** One that cannot be erased must not keep the others. */
  private boolean retire(Subject subject, Instant untouchedSince) {
    try {
      return erasures.retire(subject, untouchedSince);
    } catch (RuntimeException failed) {
      // Not its message, which may hold what a row holds.
      LOG.errorf(
          "%s %s is due and could not be erased: %s",
          subject.type(), Id.text(subject.id()), failed.getClass().getName());
      return false;
    }
  }

  private Duration keep(SubjectType type) {
    return type == SubjectType.MEMBER ? config.retention().members() : config.retention().wishes();
  }
}
