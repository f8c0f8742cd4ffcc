package org.microwish.group;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxSource;

/** Finds the items of inboxes about groups. */
@ApplicationScoped
class GroupInbox implements InboxSource {

  private static final List<Line> LINES =
      List.of(
          new Line(
              InboxKind.REVIEW,
              """
              SELECT g.id, 0, 'DESK', g.division_path, g.submitted_at, NULL FROM people_group g
              WHERE g.id IN (:ids) AND g.state = 'PROPOSED'
              """),
          new Line(
              InboxKind.APPROVAL,
              """
              SELECT g.id, m.id, 'MEMBER', CAST(g.leader_id AS CHAR), m.applied_at, NULL
              FROM people_group g JOIN group_membership m ON m.group_id = g.id
              WHERE g.id IN (:ids) AND g.leader_id IS NOT NULL
                AND m.state = 'APPLIED'
              """));

  @Override
  public AggregateType type() {
    return AggregateType.GROUP;
  }

  @Override
  public List<Line> lines() {
    return LINES;
  }
}
