package org.microwish.lifecycle.attachment;

import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import org.microwish.ledger.leaf.AggregateType;

/** A row that a command adds to an aggregate of any type. */
@MappedSuperclass
public abstract class Attachment {

  @Id public long id;

  @Enumerated(EnumType.STRING)
  public AggregateType aggregateType;

  public long aggregateId;

  /** The ledger entry that recorded it. */
  public long entryId;

  /** Whether it belongs to that aggregate. */
  public boolean isOf(AggregateType type, long id) {
    return aggregateType == type && aggregateId == id;
  }
}
