package org.microwish.station;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionContents;
import org.microwish.station.lifecycle.StationState;
import org.microwish.station.lifecycle.StationTransition;

/** Moves stations from merged communities to the successors. */
@ApplicationScoped
class StationContents implements DivisionContents {

  private final StationExecutor executor;
  private final StationQueries queries;
  private final Moderation moderation;

  StationContents(StationExecutor executor, StationQueries queries, Moderation moderation) {
    this.executor = executor;
    this.queries = queries;
    this.moderation = moderation;
  }

  @Override
  public String name() {
    return "stations";
  }

  @Override
  public long count(String path) {
    return queries.countIn(path, StationState.CLOSED);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(StationState.CLOSED, limit);
  }

  @Override
  public void move(Misplaced row) {
    executor.execute(
        new CommandOnStation(Caller.SYSTEM, row.id(), StationTransition.MOVE)
            .writing(
                context -> {
                  context.station.divisionPath = row.path();
                  moderation.move(context.station, row.path());
                }));
  }
}
