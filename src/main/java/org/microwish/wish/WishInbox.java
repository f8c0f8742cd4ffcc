package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxSource;

/** Supplies the inbox items about wishes, claims and invitations: who must do what by when. */
@ApplicationScoped
class WishInbox implements InboxSource {

  /** How long the news that a wish is fulfilled stays in the claimant's inbox: 30 days. */
  private static final String FULFILLED_SINCE = "c.ended_at > :now - INTERVAL 30 DAY";

  private final List<Line> lines;

  WishInbox(WishDeadlines deadlines) {
    lines =
        List.of(
            new Line(InboxKind.REVIEW, desk("submitted_at", "SUBMITTED"), deadlines::reviewBy),
            new Line(
                InboxKind.RETURNED,
                account("COALESCE(w.collector, w.created_by)", "reviewed_at", "RETURNED")),
            new Line(
                InboxKind.CONFIRMATION,
                account("w.resident", "delivered_at", "DELIVERED"),
                deadlines::answerBy),
            new Line(
                InboxKind.CONFIRMATION, desk("delivered_at", "DELIVERED"), deadlines::answerBy),
            new Line(
                InboxKind.APPROVAL,
                claim("'DESK', w.division_path, c.claimed_at, NULL", "c.state = 'PENDING'"),
                deadlines::approveBy),
            new Line(InboxKind.INVITATION, invited("FALSE")),
            new Line(InboxKind.OFFER, invited("TRUE")),
            new Line(
                InboxKind.CONTACT,
                claimant(
                    "COALESCE(c.activated_at, c.claimed_at), c.contact_by",
                    "c.contacted_at IS NULL AND c.assessed_at IS NULL AND c.started_at IS NULL")),
            new Line(
                InboxKind.ASSESSMENT,
                claimant(
                    "c.contacted_at, c.complete_by",
                    "c.contacted_at IS NOT NULL AND c.assessed_at IS NULL"
                        + " AND c.started_at IS NULL")),
            new Line(
                InboxKind.COMPLETION,
                claimant(
                    "COALESCE(c.started_at, c.assessed_at), c.complete_by",
                    "COALESCE(c.started_at, c.assessed_at) IS NOT NULL")),
            new Line(
                InboxKind.OVERDUE,
                claim(
                    "'DESK', w.division_path, c.complete_by, c.complete_by",
                    "c.state = 'ACTIVE' AND c.overdue = TRUE AND c.delivered_at IS NULL")),
            new Line(
                InboxKind.FULFILLED,
                claim(
                    "c.claimant_type, CAST(c.claimant_id AS CHAR), c.ended_at, NULL",
                    "c.state = 'COMPLETED' AND " + FULFILLED_SINCE)));
  }

  @Override
  public AggregateType type() {
    return AggregateType.WISH;
  }

  @Override
  public List<Line> lines() {
    return lines;
  }

  private static String desk(String since, String state) {
    return """
    SELECT w.id, 0, 'DESK', w.division_path, w.%s, NULL FROM wish w
    WHERE w.id IN (:ids) AND w.state = '%s' AND w.%s IS NOT NULL
    """
        .formatted(since, state, since);
  }

  private static String account(String account, String since, String state) {
    return """
    SELECT w.id, 0, 'ACCOUNT', %s, COALESCE(w.%s, w.updated_at), NULL FROM wish w
    WHERE w.id IN (:ids) AND w.state = '%s' AND %s IS NOT NULL
    """
        .formatted(account, since, state, account);
  }

  private static String invited(String offered) {
    return """
    SELECT w.id, i.id, i.claimant_type, CAST(i.claimant_id AS CHAR), i.invited_at, i.until_at
    FROM wish w JOIN invitation i ON i.wish_id = w.id
    WHERE w.id IN (:ids) AND i.state = 'INVITED' AND i.offered = %s
    """
        .formatted(offered);
  }

  private static String claimant(String dates, String condition) {
    return claim(
        "c.claimant_type, CAST(c.claimant_id AS CHAR), " + dates,
        "c.state = 'ACTIVE' AND c.delivered_at IS NULL AND " + condition);
  }

  private static String claim(String columns, String condition) {
    return """
    SELECT w.id, c.id, %s FROM wish w JOIN claim c ON c.wish_id = w.id
    WHERE w.id IN (:ids) AND %s
    """
        .formatted(columns, condition);
  }
}
