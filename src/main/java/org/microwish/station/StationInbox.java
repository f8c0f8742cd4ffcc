package org.microwish.station;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxSource;

/**
 * Finds the items of inboxes about stations: requested bookings for the hosts and attendants, and
 * for the bookers the news that somebody else confirmed, declined or cancelled a booking.
 */
@ApplicationScoped
class StationInbox implements InboxSource {

  private static final List<Line> LINES =
      List.of(
          requested(
              "'ORGANISATION', CAST(o.id AS CHAR)",
              "JOIN organisation o ON INSTR(s.hosts, CONCAT('\n', o.id, '\n')) > 0",
              ""),
          requested(
              "'MEMBER', CAST(a.member_id AS CHAR)",
              "JOIN station_attendant a ON a.station_id = s.id AND a.live_key IS NOT NULL",
              ""),
          requested("'DESK', s.division_path", "", "AND s.hosts = ''"),
          new Line(InboxKind.DECIDED, news("b.state IN ('CONFIRMED', 'DECLINED')")),
          new Line(InboxKind.CANCELLED, news("b.state = 'CANCELLED'")));

  /** Selects the requested bookings that have not begun. */
  private static Line requested(String scope, String join, String condition) {
    return new Line(
        InboxKind.APPROVAL,
        """
        SELECT b.station_id, b.id, %s, b.made_at, b.start_at
        FROM station_booking b JOIN station s ON s.id = b.station_id %s
        WHERE b.station_id IN (:ids) AND b.state = 'REQUESTED' AND b.start_at > :now %s
        """
            .formatted(scope, join, condition));
  }

  /** Selects the bookings in a state that somebody else gave them in the last 30 days. */
  private static String news(String state) {
    return """
    SELECT b.station_id, b.id,
      CASE WHEN b.member_id IS NULL THEN 'ORGANISATION' ELSE 'MEMBER' END,
      CAST(COALESCE(b.member_id, b.organisation_id) AS CHAR), b.decided_at, NULL
    FROM station_booking b
    WHERE b.station_id IN (:ids) AND b.news = TRUE AND b.decided_at > :now - INTERVAL 30 DAY
      AND %s
    """
        .formatted(state);
  }

  @Override
  public AggregateType type() {
    return AggregateType.STATION;
  }

  @Override
  public List<Line> lines() {
    return LINES;
  }
}
