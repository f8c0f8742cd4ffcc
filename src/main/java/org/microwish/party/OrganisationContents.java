package org.microwish.party;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.platform.Id;
import org.microwish.platform.http.IfMatch;

/** Moves organisations from merged divisions to the successors. */
@ApplicationScoped
class OrganisationContents implements DivisionContents {

  private final Organisations organisations;
  private final OrganisationQueries queries;
  private final Divisions divisions;

  OrganisationContents(
      Organisations organisations, OrganisationQueries queries, Divisions divisions) {
    this.organisations = organisations;
    this.queries = queries;
    this.divisions = divisions;
  }

  @Override
  public String name() {
    return "organisations";
  }

  @Override
  public long count(String path) {
    return queries.countIn(path, OrganisationState.ACTIVE);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(OrganisationState.ACTIVE, limit);
  }

  @Override
  public void move(Misplaced row) {
    Organisation organisation = organisations.read(row.id());
    organisations.change(
        Caller.SYSTEM,
        row.id(),
        IfMatch.ANY,
        new OrganisationDraft(
            organisation.name,
            organisation.kind,
            organisation.sector,
            organisation.creditCode,
            organisation.parentId == null ? null : new Id(organisation.parentId),
            divisions.currentPath(row.path()),
            null));
  }
}
