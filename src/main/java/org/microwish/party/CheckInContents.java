package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Moves the check-ins of a merged community to its successor. */
@ApplicationScoped
class CheckInContents implements DivisionContents {

  private final CheckIns checkIns;
  private final CheckInQueries queries;

  CheckInContents(CheckIns checkIns, CheckInQueries queries) {
    this.checkIns = checkIns;
    this.queries = queries;
  }

  @Override
  public String name() {
    return "checkIns";
  }

  @Override
  public long count(String path) {
    return queries.countLive(path);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(limit);
  }

  @Override
  public void move(Misplaced row) {
    checkIns.move(row.id(), row.path());
  }
}
