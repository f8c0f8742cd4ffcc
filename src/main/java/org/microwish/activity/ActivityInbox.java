package org.microwish.activity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxSource;

/** Finds the items of inboxes about activities. */
@ApplicationScoped
class ActivityInbox implements InboxSource {

  private static final String MEMBER =
      """
      SELECT a.id, e.id, 'MEMBER', CAST(e.member_id AS CHAR), e.signed_up_at, NULL
      FROM activity a JOIN activity_enrolment e ON e.activity_id = a.id
      WHERE a.id IN (:ids) AND\s""";

  private static final List<Line> LINES =
      List.of(
          new Line(
              InboxKind.REVIEW,
              """
              SELECT a.id, 0, 'DESK', a.division_path, a.submitted_at, NULL FROM activity a
              WHERE a.id IN (:ids) AND a.state = 'SUBMITTED'
              """),
          new Line(
              InboxKind.APPROVAL,
              """
              SELECT a.id, e.id, CASE WHEN a.host_id IS NULL THEN 'MEMBER' ELSE 'ORGANISATION' END,
                CAST(COALESCE(a.host_id, g.leader_id) AS CHAR), e.signed_up_at, NULL
              FROM activity a JOIN activity_enrolment e ON e.activity_id = a.id
              LEFT JOIN people_group g ON g.id = a.group_id
              WHERE a.id IN (:ids) AND a.state = 'PUBLISHED' AND a.sign_up = 'APPROVAL'
                AND e.state = 'WAITING' AND COALESCE(a.host_id, g.leader_id) IS NOT NULL
              """),
          new Line(InboxKind.INVITATION, MEMBER + "a.state = 'PUBLISHED' AND e.state = 'INVITED'"),
          new Line(
              InboxKind.CANCELLED,
              MEMBER.replace("e.signed_up_at", "a.ended_at")
                  + "a.state = 'CANCELLED' AND e.state = 'CANCELLED' AND e.ended_at = a.ended_at"
                  + " AND a.ended_at > :now - INTERVAL 30 DAY"));

  @Override
  public AggregateType type() {
    return AggregateType.ACTIVITY;
  }

  @Override
  public List<Line> lines() {
    return LINES;
  }
}
