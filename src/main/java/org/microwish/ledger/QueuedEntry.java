package org.microwish.ledger;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An entry that waits for its leaf index. */
@Entity
@Table(name = "ledger_queue")
public class QueuedEntry {
  /**
   * The position in the queue. It equals the id of the entry. Ids begin with the time of their
   * creation, so the queue is almost in the order of recording.
   */
  @Id public long qid;

  public long entryId;
}
