package org.microwish.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.microwish.platform.MaintenanceCommand;
import org.microwish.statistics.Projection.Step;
import org.microwish.statistics.Rebuilds.Rebuild;

/**
 * The maintenance command {@code rebuild-statistics}: recomputes all statistics and waits until the
 * new figures have replaced the old ones in the database.
 */
@ApplicationScoped
public class RebuildStatistics implements MaintenanceCommand {

  private static final String ACCOUNT = "command-line";
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration SAY_EVERY = Duration.ofSeconds(5);

  private final Projection projection;
  private final Rebuilds rebuilds;

  RebuildStatistics(Projection projection, Rebuilds rebuilds) {
    this.projection = projection;
    this.rebuilds = rebuilds;
  }

  @Override
  public String name() {
    return "rebuild-statistics";
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      System.err.println("rebuild-statistics takes no arguments.");
      return 2;
    }
    try {
      long begun = System.nanoTime();
      Rebuild rebuild = rebuilds.start(ACCOUNT);
      long said = begun;
      while (true) {
        Step step = projection.step(StatisticsCursor.FILLING);
        if (step != Step.ADVANCED) {
          rebuilds.finish();
          Rebuild now = rebuilds.find(rebuild.id()).orElse(rebuild);
          if (now.isComplete()) {
            System.out.printf(
                "Statistics rebuilt from %d ledger entries in %.1f s.%n",
                now.treeSize(), (System.nanoTime() - begun) / 1e9);
            return 0;
          }
          LockSupport.parkNanos(PAUSE.toNanos());
        }
        if (System.nanoTime() - said > SAY_EVERY.toNanos()) {
          said = System.nanoTime();
          Rebuild now = rebuilds.find(rebuild.id()).orElse(rebuild);
          System.out.printf("… %d of %d%n", now.position(), now.treeSize());
        }
      }
    } catch (SQLException failed) {
      System.err.println("The statistics could not be rebuilt now: " + failed.getMessage());
      return 1;
    }
  }
}
