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
 * Erases the personal values of members, groups and wishes (also abandoned ones) after their
 * retention period. A fulfilled, archived, rejected, referred or withdrawn wish whose consent was
 * withdrawn is erased without waiting. Every instance runs this job; each subject is checked again
 * under its lock, so it is erased once. Uses the database's time; an instance whose own clock is
 * more than 60 s off skips the run.
 */
@ApplicationScoped
public class RetentionJob {

  private static final Logger LOG = Logger.getLogger(RetentionJob.class);

  /** Subjects of one page. */
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
   * Erases what is due, and lists the erasures that a crashed instance did not list.
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
              (id, now) -> erasures.retire(new Subject(rows.type(), id), now.minus(keep)));
    }
    erasures.list();
    return erased;
  }

  private Duration keep(SubjectType type) {
    return type == SubjectType.MEMBER ? config.retention().members() : config.retention().wishes();
  }
}
