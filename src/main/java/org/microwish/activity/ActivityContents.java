package org.microwish.activity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.activity.lifecycle.ActivityTransition;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionContents;

/** Moves activities that have not ended from merged communities to the successors. */
@ApplicationScoped
class ActivityContents implements DivisionContents {

  private final ActivityExecutor executor;
  private final ActivityQueries queries;
  private final Moderation moderation;

  ActivityContents(ActivityExecutor executor, ActivityQueries queries, Moderation moderation) {
    this.executor = executor;
    this.queries = queries;
    this.moderation = moderation;
  }

  @Override
  public String name() {
    return "activities";
  }

  @Override
  public long count(String path) {
    return queries.countLiveIn(path);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(limit);
  }

  @Override
  public void move(Misplaced row) {
    executor.execute(
        CommandOnActivity.of(Caller.SYSTEM, row.id(), ActivityTransition.MOVE)
            .writing(
                context -> {
                  context.activity.divisionPath = row.path();
                  moderation.move(context.activity, row.path());
                  context.facts.put("activity", ActivityExecutor.facts(context.activity));
                }));
  }
}
