package org.microwish.group;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.GroupTransition;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionContents;

/** Moves groups from merged communities to the successors. */
@ApplicationScoped
class GroupContents implements DivisionContents {

  private final GroupExecutor executor;
  private final GroupQueries queries;
  private final Moderation moderation;

  GroupContents(GroupExecutor executor, GroupQueries queries, Moderation moderation) {
    this.executor = executor;
    this.queries = queries;
    this.moderation = moderation;
  }

  @Override
  public String name() {
    return "groups";
  }

  @Override
  public long count(String path) {
    return queries.countIn(path, GroupState.DISBANDED);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(GroupState.DISBANDED, limit);
  }

  @Override
  public void move(Misplaced row) {
    executor.execute(
        CommandOnGroup.of(Caller.SYSTEM, row.id(), GroupTransition.MOVE)
            .writing(
                context -> {
                  context.group.divisionPath = row.path();
                  moderation.move(context.group, row.path());
                }));
  }
}
