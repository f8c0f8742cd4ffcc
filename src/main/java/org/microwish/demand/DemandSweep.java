package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.lifecycle.deadline.Deadlines;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;

/** Escalates overdue demands, and closes answered demands that nobody evaluates. */
@ApplicationScoped
class DemandSweep implements Deadlines {

  /** Maximum number of rows that one query returns. */
  private static final int PAGE = 200;

  private static final Set<DemandState> OPEN =
      EnumSet.of(DemandState.DISPATCHED, DemandState.HANDLING);

  private static final Set<DemandLevel> BELOW =
      EnumSet.of(DemandLevel.BUILDING, DemandLevel.GRID, DemandLevel.COMMUNITY);

  private final DemandQueries queries;
  private final DemandService demands;
  private final DemandDeadlines deadlines;
  private final Transactions transactions;

  DemandSweep(
      DemandQueries queries,
      DemandService demands,
      DemandDeadlines deadlines,
      Transactions transactions) {
    this.queries = queries;
    this.demands = demands;
    this.deadlines = deadlines;
    this.transactions = transactions;
  }

  @Override
  public int carryOut(Sweep sweep) {
    return sweep.run(
            "demands' due dates",
            PAGE,
            (now, limit) -> queries.overdue(OPEN, BELOW, now, limit),
            this::escalate)
        + sweep.run(
            "demands' evaluations",
            PAGE,
            (now, limit) ->
                queries.unevaluated(DemandState.ANSWERED, deadlines.evaluationDue(now), limit),
            this::close);
  }

  private boolean escalate(long id, Instant now) {
    transactions.call(() -> demands.escalate(id, now));
    return true;
  }

  private boolean close(long id, Instant now) {
    transactions.call(() -> demands.close(Caller.SYSTEM, id, now));
    return true;
  }
}
