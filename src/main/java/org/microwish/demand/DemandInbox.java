package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxSource;

/** Finds the items of inboxes about demands: of the desk, each level, the hall and the asker. */
@ApplicationScoped
class DemandInbox implements InboxSource {

  /** The account of a resident, or of the author if no resident's account is known. */
  private static final String ASKER = "COALESCE(d.asker, d.created_by)";

  private final List<Line> lines;

  DemandInbox(DemandDeadlines deadlines) {
    lines =
        List.of(
            new Line(
                InboxKind.DEMAND_NEW,
                demand("'DESK', d.division_path, d.submitted_at, NULL", "d.state = 'SUBMITTED'"),
                deadlines::acceptBy),
            new Line(
                InboxKind.DISPATCH,
                demand("'DESK', d.division_path, d.updated_at, d.due_at", "d.state = 'ACCEPTED'")),
            new Line(
                InboxKind.DEMAND_WAITING,
                demand(
                    "IF(d.level IN ('BUILDING', 'GRID'), 'GRID', 'DESK'), d.office_path,"
                        + " d.updated_at, d.due_at",
                    "d.state = 'DISPATCHED' AND d.office_path IS NOT NULL")),
            new Line(
                InboxKind.DEMAND_WAITING,
                demand(
                    "'ORGANISATION', CAST(d.department_id AS CHAR), d.updated_at, d.due_at",
                    "d.state = 'DISPATCHED' AND d.department_id IS NOT NULL")),
            new Line(
                InboxKind.DEMAND_WAITING,
                """
                SELECT d.id, a.id, 'MEMBER', CAST(a.member_id AS CHAR), d.updated_at, d.due_at
                FROM demand d JOIN station_attendant a ON a.station_id = d.route_hall_id
                WHERE d.id IN (:ids) AND d.state = 'DISPATCHED' AND a.live_key IS NOT NULL
                """),
            new Line(
                InboxKind.DEMAND_HANDLING,
                demand("'ACCOUNT', d.handler, d.updated_at, d.due_at", "d.state = 'HANDLING'")),
            new Line(
                InboxKind.RETURNED,
                demand(
                    "'ACCOUNT', " + ASKER + ", d.updated_at, NULL",
                    "d.state = 'RETURNED' AND d.enterprise_id IS NULL")),
            new Line(InboxKind.RETURNED, enterprise("d.state = 'RETURNED'", "d.updated_at")),
            new Line(
                InboxKind.DEMAND_ANSWERED,
                demand(
                    "'ACCOUNT', " + ASKER + ", d.answered_at, NULL",
                    answered() + " AND d.enterprise_id IS NULL"),
                deadlines::evaluateBy),
            new Line(
                InboxKind.DEMAND_ANSWERED,
                enterprise(answered(), "d.answered_at"),
                deadlines::evaluateBy),
            new Line(
                InboxKind.DEMAND_NEWS,
                """
                SELECT d.id, s.id, 'ACCOUNT', s.account, d.answered_at, NULL
                FROM demand d JOIN demand_support s ON s.demand_id = d.id
                WHERE d.id IN (:ids) AND s.live_key IS NOT NULL
                  AND d.answered_at > :now - INTERVAL 30 DAY
                """));
  }

  private static String answered() {
    return "d.state IN ('ANSWERED', 'MERGED') AND d.answered_at > :now - INTERVAL 30 DAY";
  }

  private static String demand(String columns, String condition) {
    return "SELECT d.id, 0, %s FROM demand d WHERE d.id IN (:ids) AND %s"
        .formatted(columns, condition);
  }

  private static String enterprise(String condition, String since) {
    return """
    SELECT d.id, 0, 'MEMBER', CAST(g.leader_id AS CHAR), %s, NULL
    FROM demand d JOIN people_group g ON g.id = d.enterprise_id
    WHERE d.id IN (:ids) AND g.leader_id IS NOT NULL AND %s
    """
        .formatted(since, condition);
  }

  @Override
  public AggregateType type() {
    return AggregateType.DEMAND;
  }

  @Override
  public List<Line> lines() {
    return lines;
  }
}
