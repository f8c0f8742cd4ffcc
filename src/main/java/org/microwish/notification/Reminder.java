package org.microwish.notification;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxScope;

/**
 * A reminder that was given. A unique key prevents a second reminder for the same rule, item and
 * deadline.
 */
@Entity
@Table(name = "reminder")
class Reminder {

  @Id long id;

  @Enumerated(EnumType.STRING)
  ReminderRule rule;

  @Enumerated(EnumType.STRING)
  AggregateType aggregateType;

  long aggregateId;

  long partId;

  @Enumerated(EnumType.STRING)
  InboxScope scope;

  String scopeKey;

  Instant dueAt;

  Instant remindedAt;
}
