package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Moves members, and their service areas, from merged divisions to the successors. */
@ApplicationScoped
class MemberContents implements DivisionContents {

  private final MemberCommands commands;
  private final MemberQueries queries;

  MemberContents(MemberCommands commands, MemberQueries queries) {
    this.commands = commands;
    this.queries = queries;
  }

  @Override
  public String name() {
    return "members";
  }

  @Override
  public long count(String path) {
    return queries.countActive(path, MemberState.ACTIVE);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(MemberState.ACTIVE.name(), limit);
  }

  @Override
  public void move(Misplaced row) {
    commands.follow(row.id());
  }
}
