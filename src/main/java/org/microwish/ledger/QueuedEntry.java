package org.microwish.ledger;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** An entry that waits for its leaf index. */
@Entity
@Table(name = "ledger_queue")
public class QueuedEntry {
  /** Queue order: the time-ordered entry id, so nearly the order of recording. */
  @Id public long qid;

  public long entryId;
}
