package org.microwish.lifecycle;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.privacy.Subject;
import org.microwish.problem.ProblemType;

/** Base class of all aggregates that change by the commands of a transition table. */
@MappedSuperclass
public abstract class Aggregate {

  @Id public long id;

  /** Raised by each command's locking update, never by Hibernate. */
  public long version;

  public String divisionPath;

  /** The account that recorded it. */
  public String createdBy;

  public Instant createdAt;
  public Instant updatedAt;

  /** When the last command happened; later commands must not have an earlier time. */
  public Instant lastOccurredAt;

  public boolean sample;

  /** Whether a legal hold blocks every use. */
  public boolean held;

  /**
   * When the personal values were erased; only the service's own commands are accepted afterwards.
   */
  public Instant erasedAt;

  /** The aggregate type in the ledger. */
  public abstract AggregateType aggregateType();

  /** The subject under which the vault keeps its personal values. */
  public abstract Subject subject();

  /** The vault fields whose texts are moderated; other fields hold names and addresses. */
  public abstract List<String> words();

  /** The state in its transition table. */
  public abstract Enum<?> currentState();

  /** Initialises the common columns of a new aggregate. */
  public void begin(long newId, Caller caller, EventTime when) {
    id = newId;
    version = 1;
    createdBy = caller.account();
    createdAt = when.occurredAt();
    changed(when.occurredAt(), when.recordedAt());
  }

  /** Sets the times of the last command: when it happened and when it is recorded. */
  public void changed(Instant at, Instant now) {
    lastOccurredAt = at;
    updatedAt = now;
  }

  /** Whether its personal values may be used: it is neither held nor erased. */
  public boolean isUsable() {
    return !held && erasedAt == null;
  }

  /** Throws UNDER_LEGAL_HOLD if it is under a legal hold. */
  public void requireUsable() {
    if (held) {
      throw ProblemType.UNDER_LEGAL_HOLD.exception();
    }
  }
}
