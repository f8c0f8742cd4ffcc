package org.microwish.party;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;

/**
 * Moves what belongs to merged divisions to their successors: first the divisions below, then all
 * {@link DivisionContents}, each row in a transaction of its own. Any instance continues where
 * another one stopped, because a moved row is no longer found. If a row is written to a division
 * while that division is being merged, the next run moves the row.
 */
@ApplicationScoped
public class DivisionMerges {

  private static final Logger LOG = Logger.getLogger(DivisionMerges.class);

  private static final int PAGE = 200;

  private final Divisions divisions;
  private final DivisionQueries queries;
  private final Instance<DivisionContents> all;
  private final Sweep sweep;
  private final Transactions transactions;

  DivisionMerges(
      Divisions divisions,
      DivisionQueries queries,
      @Any Instance<DivisionContents> all,
      Sweep sweep,
      Transactions transactions) {
    this.divisions = divisions;
    this.queries = queries;
    this.all = all;
    this.sweep = sweep;
    this.transactions = transactions;
  }

  @Scheduled(
      every = "${microwish.sweeper.every:10s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void onSchedule() {
    try {
      sweep();
    } catch (RuntimeException unreachable) {
      LOG.warnf("Rows of merged divisions could not be moved: %s", unreachable.getMessage());
    }
  }

  /**
   * Moves the divisions below merged divisions to the successors, then the rows of all merged
   * divisions. Returns the number of divisions and rows that were moved.
   */
  public int sweep() {
    int moved = 0;
    int below;
    do {
      below =
          sweep.run(
              "divisions below merged ones",
              PAGE,
              (now, limit) -> queries.orphans(DivisionState.MERGED, DivisionState.RECORDED, limit),
              (code, now) -> {
                transactions.call(() -> divisions.follow(code));
                return true;
              });
      moved += below;
    } while (below > 0);
    for (DivisionContents contents : all) {
      moved +=
          sweep.run(
              contents.name() + " of merged divisions",
              PAGE,
              (now, limit) -> contents.misplaced(limit),
              (row, now) -> {
                transactions.run(() -> contents.move(row));
                return true;
              });
    }
    return moved;
  }
}
