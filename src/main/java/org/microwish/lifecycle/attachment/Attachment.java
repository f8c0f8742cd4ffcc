package org.microwish.lifecycle.attachment;

import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import org.microwish.ledger.leaf.AggregateType;

/** Something that a command adds to an aggregate of any type. */
@MappedSuperclass
public abstract class Attachment {

  @Id public long id;

  @Enumerated(EnumType.STRING)
  public AggregateType aggregateType;

  public long aggregateId;

  /** The entry that put it on record. */
  public long entryId;

  /** Whether it is about that aggregate. */
  public boolean isOf(AggregateType type, long id) {
    return aggregateType == type && aggregateId == id;
  }
}
