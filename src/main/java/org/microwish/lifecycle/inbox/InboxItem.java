package org.microwish.lifecycle.inbox;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.microwish.ledger.leaf.AggregateType;

/**
 * An item of an inbox: an aggregate, or a part of one, that waits for somebody's action. {@link
 * InboxProjection} writes these rows. The reminders only set {@link #remindAt}, and erasures and
 * sweeps delete rows.
 */
@Entity
@Immutable
@Table(name = "inbox_item")
public class InboxItem {

  @Id public long id;

  @Enumerated(EnumType.STRING)
  public AggregateType aggregateType;

  public long aggregateId;

  /** The claim, invitation or membership that waits; 0 if the whole aggregate waits. */
  public long partId;

  @Enumerated(EnumType.STRING)
  public InboxKind kind;

  @Enumerated(EnumType.STRING)
  public InboxScope scope;

  public String scopeKey;

  public Instant since;

  /** The deadline of the action; null if there is none. */
  public Instant dueAt;

  /** The deadline, or a time in the far future if there is none; lists are sorted by this value. */
  public Instant urgentAt;

  /** When the next check for due reminders of the item takes place; null for never. */
  public Instant remindAt;
}
