package org.microwish.rights;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.SecurityLog;
import org.microwish.platform.sql.Sweep;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;

/**
 * Erases the personal values of members, groups and wishes (also of abandoned wishes) after their
 * retention period. A fulfilled, archived, rejected, referred or withdrawn wish whose consent was
 * withdrawn is erased at the next run. Every instance where the job is enabled runs it; each
 * subject is checked again under its row lock, so it is erased only once. The job uses the
 * database's time; an instance whose own clock is more than 60 s off erases nothing.
 */
@ApplicationScoped
public class RetentionJob {

  private static final Logger LOG = Logger.getLogger(RetentionJob.class);

  /** The maximum number of due subjects that one query returns. */
  private static final int BATCH = 100;

  private final Erasures erasures;
  private final Sweep sweep;
  private final RightsConfig config;
  private final SecurityLog security;

  RetentionJob(Erasures erasures, Sweep sweep, RightsConfig config, SecurityLog security) {
    this.security = security;
    this.erasures = erasures;
    this.sweep = sweep;
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
        security.ofSystem(
            SecurityEvent.ERASURE, Map.of("operation", "retention", "subjects", erased));
        LOG.infof("erased the values of %d subjects after their retention period", erased);
      }
    } catch (RuntimeException unreachable) {
      LOG.warnf("retention failed; the next run tries again: %s", unreachable.getMessage());
    }
  }

  /**
   * Erases the subjects that are due, and writes the erasures to the list outside the database,
   * also those that a crashed instance did not write.
   *
   * @return how many subjects this call erased
   */
  public int run() {
    erasures.list();
    int erased = 0;
    for (SubjectStore rows : erasures.allStores()) {
      Duration keep = keep(rows.type());
      erased +=
          sweep.run(
              "retention of " + rows.type(),
              BATCH,
              (now, limit) -> rows.due(now, keep, limit),
              (id, now) -> erasures.retire(new Subject(rows.type(), id), keep, now));
      sweep.run(
          "record of erasures of " + rows.type(),
          BATCH,
          (now, limit) -> erasures.unrecorded(rows.type(), now, limit),
          (id, now) -> erasures.record(new Subject(rows.type(), id)));
    }
    erasures.list();
    return erased;
  }

  private Duration keep(SubjectType type) {
    return type == SubjectType.MEMBER ? config.retention().members() : config.retention().wishes();
  }
}
