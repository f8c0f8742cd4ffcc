package org.microwish.ledger;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An entry that waits for its leaf index. */
@Entity
@Table(name = "ledger_queue")
public class QueuedEntry {
  /** The order in which the queue is read; time-ordered, so nearly that of recording. */
  @Id public long qid;

  public long entryId;
}
