package org.microwish.lifecycle.attachment;

import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import org.microwish.ledger.leaf.AggregateType;

/**
 * Base class of rows, such as notes and evidence, that commands add to an aggregate of any type.
 */
@MappedSuperclass
public abstract class Attachment {

  @Id public long id;

  @Enumerated(EnumType.STRING)
  public AggregateType aggregateType;

  public long aggregateId;

  /** The id of the ledger entry of the command that added this row. */
  public long entryId;

  /** Returns true if this row belongs to the aggregate with this type and id. */
  public boolean isOf(AggregateType type, long id) {
    return aggregateType == type && aggregateId == id;
  }
}
