package org.microwish.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxSource;

/**
 * Adds an item to the inbox of administrators when the service has stopped a webhook of a client in
 * their division.
 */
@ApplicationScoped
class WebhookInbox implements InboxSource {

  private static final List<Line> LINES =
      List.of(
          new Line(
              InboxKind.WEBHOOK_STOPPED,
              """
              SELECT w.client_id, w.id, 'ADMINISTRATOR', c.division_path, w.stopped_at, NULL
              FROM webhook w JOIN client c ON c.id = w.client_id
              WHERE w.client_id IN (:ids) AND w.reason IN ('FAILING', 'GONE')
                AND c.state = 'ACTIVE'
              """));

  @Override
  public AggregateType type() {
    return AggregateType.CLIENT;
  }

  @Override
  public List<Line> lines() {
    return LINES;
  }
}
