package org.microwish.ledger;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An entry that waits for its leaf index. */
@Entity
@Table(name = "ledger_queue")
public class QueuedEntry {
  /**
   * The position in the queue: the same value as the entry id, which begins with a time, so the
   * queue has nearly the order of recording.
   */
  @Id public long qid;

  public long entryId;
}
