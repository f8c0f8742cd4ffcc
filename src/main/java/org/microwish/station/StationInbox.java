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

  private static final String REQUESTED = "b.state = 'REQUESTED' AND b.start_at > :now";

  private static final List<Line> LINES =
      List.of(
          new Line(
              InboxKind.APPROVAL,
              """
              SELECT b.station_id, b.id, 'ORGANISATION', CAST(o.id AS CHAR), b.made_at, b.start_at
              FROM station_booking b JOIN station s ON s.id = b.station_id
              JOIN organisation o ON INSTR(s.hosts, CONCAT('\n', o.id, '\n')) > 0
              WHERE b.station_id IN (:ids) AND %1$s
              UNION ALL
              SELECT b.station_id, b.id, 'MEMBER', CAST(a.member_id AS CHAR), b.made_at, b.start_at
              FROM station_booking b JOIN station_attendant a ON a.station_id = b.station_id
              WHERE b.station_id IN (:ids) AND a.live_key IS NOT NULL AND %1$s
              UNION ALL
              SELECT b.station_id, b.id, 'DESK', s.division_path, b.made_at, b.start_at
              FROM station_booking b JOIN station s ON s.id = b.station_id
              WHERE b.station_id IN (:ids) AND s.hosts = '' AND %1$s
              """
                  .formatted(REQUESTED)),
          new Line(InboxKind.DECIDED, news("b.state IN ('CONFIRMED', 'DECLINED')")),
          new Line(InboxKind.CANCELLED, news("b.state = 'CANCELLED'")));

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
