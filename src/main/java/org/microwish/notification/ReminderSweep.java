package org.microwish.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.microwish.lifecycle.deadline.Deadlines;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;

/**
 * Gives the reminders that are due, and deletes old reminders. Any number of instances may run;
 * each reminder is given once.
 */
@ApplicationScoped
class ReminderSweep implements Deadlines {

  private static final int PAGE = 100;

  /** How long items that only inform stay in an inbox. */
  private static final Duration NEWS = Duration.ofDays(30);

  private final Reminders reminders;
  private final QuietHours quiet;
  private final ReminderQueries queries;
  private final NotificationConfig config;
  private final Transactions transactions;
  private final Time time;

  ReminderSweep(
      Reminders reminders,
      QuietHours quiet,
      ReminderQueries queries,
      NotificationConfig config,
      Transactions transactions,
      Time time) {
    this.reminders = reminders;
    this.quiet = quiet;
    this.queries = queries;
    this.config = config;
    this.transactions = transactions;
    this.time = time;
  }

  @Override
  public int carryOut(Sweep sweep) {
    Instant now = time.now();
    transactions.run(() -> queries.forget(now.minus(config.keep())));
    transactions.run(() -> queries.forgetNews(now.minus(NEWS)));
    return carryOut(sweep, now);
  }

  /**
   * Gives the reminders that are due at {@code now}; gives none if people must not be disturbed
   * then.
   */
  int carryOut(Sweep sweep, Instant now) {
    return quiet.mayDisturb(now)
        ? sweep.run(
            "reminders",
            PAGE,
            (_, limit) -> queries.due(now, limit),
            (id, _) -> transactions.call(() -> reminders.remind(id, now)))
        : 0;
  }
}
