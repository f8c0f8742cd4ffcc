package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.demand.lifecycle.DemandTransition;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionContents;

/** Moves demands from merged communities to the successors. */
@ApplicationScoped
class DemandContents implements DivisionContents {

  private final DemandExecutor executor;
  private final DemandQueries queries;
  private final Moderation moderation;

  DemandContents(DemandExecutor executor, DemandQueries queries, Moderation moderation) {
    this.executor = executor;
    this.queries = queries;
    this.moderation = moderation;
  }

  @Override
  public String name() {
    return "demands";
  }

  @Override
  public long count(String path) {
    return queries.countIn(path);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(limit);
  }

  @Override
  public void move(Misplaced row) {
    executor.execute(
        CommandOnDemand.of(Caller.SYSTEM, row.id(), DemandTransition.MOVE)
            .writing(
                context -> {
                  Demand demand = context.demand;
                  demand.divisionPath = row.path();
                  if (demand.level != null) {
                    // A grid or building that ended with its community has the community's staff.
                    String office = demand.level.office(row.path());
                    demand.officePath = office == null ? demand.community() : office;
                  }
                  moderation.move(demand, row.path());
                }));
  }
}
