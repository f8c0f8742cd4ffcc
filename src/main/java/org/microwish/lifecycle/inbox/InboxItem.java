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
 * Something that waits. {@link InboxProjection} writes these rows; reminders note when to look at
 * them again, and erasures and sweeps delete some.
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

  /** Until when it waits; null for no deadline. */
  public Instant dueAt;

  /** The deadline, or the end of time if there is none. */
  public Instant urgentAt;

  /** When the reminders of the item must be looked at again; null for never. */
  public Instant remindAt;
}
