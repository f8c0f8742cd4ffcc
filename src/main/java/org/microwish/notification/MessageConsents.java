package org.microwish.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.microwish.matching.MessageKind;
import org.microwish.notification.MessageConsentResource.ConsentView;
import org.microwish.notification.MessageConsentResource.ConsentsView;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Bulk;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * Records how many messages a person has consented to. WeChat requires one consent for each
 * message. Works in the caller's transaction.
 */
@ApplicationScoped
class MessageConsents {

  /** Maximum number of consents that are counted for a person and a kind of message. */
  static final int MOST = 20;

  private record Row(String account, MessageKind kind, int accepted, Instant refusedAt, int most) {}

  private final MessageQueries queries;
  private final MessageTemplates templates;
  private final Bulk bulk;
  private final Time time;

  MessageConsents(MessageQueries queries, MessageTemplates templates, Bulk bulk, Time time) {
    this.queries = queries;
    this.templates = templates;
    this.bulk = bulk;
    this.time = time;
  }

  /** Returns the account's consents, for each kind that has a template. */
  ConsentsView of(String account) {
    Map<MessageKind, MessageConsent> known = new EnumMap<>(MessageKind.class);
    queries.consents(account).forEach(row -> known.put(row.key.kind(), row));
    return new ConsentsView(
        Stream.of(MessageKind.values())
            .filter(kind -> templates.of(kind).isPresent())
            .map(
                kind ->
                    ConsentView.of(kind, templates.of(kind).orElseThrow().id(), known.get(kind)))
            .toList());
  }

  /**
   * Records a person's answers: each accepted kind adds one consent; a rejected kind adds none, but
   * the time of the rejection is stored.
   */
  ConsentsView answer(
      String account, Collection<MessageKind> accepted, Collection<MessageKind> rejected) {
    for (MessageKind kind : rejected) {
      if (accepted.contains(kind)) {
        throw ProblemException.invalid("/rejected", FieldFault.CONTRADICTORY);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (MessageKind kind : templates.kinds()) {
      if (accepted.contains(kind)) {
        rows.add(new Row(account, kind, 1, null, MOST));
      } else if (rejected.contains(kind)) {
        rows.add(new Row(account, kind, 0, time.now(), MOST));
      }
    }
    if (!templates.kinds().containsAll(Set.copyOf(accepted))) {
      throw ProblemException.invalid("/accepted", FieldFault.NOT_ALLOWED);
    }
    bulk.run(
        """
        INSERT INTO message_consent (account, kind, remaining, refused_at)
        VALUES (:account, :kind, :accepted, :refusedAt)
        ON DUPLICATE KEY UPDATE remaining = LEAST(remaining + VALUES(remaining), :most),
          refused_at = VALUES(refused_at)
        """,
        rows);
    return of(account);
  }
}
