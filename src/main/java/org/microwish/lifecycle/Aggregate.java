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

/** Base class of the aggregates that are changed by the commands of a transition table. */
@MappedSuperclass
public abstract class Aggregate {

  @Id public long id;

  /** Incremented by the UPDATE with which each command locks the row, never by Hibernate. */
  public long version;

  public String divisionPath;

  /** The account that created the aggregate. */
  public String createdBy;

  public Instant createdAt;
  public Instant updatedAt;

  /** When the last command happened; a later command must not have an earlier time. */
  public Instant lastOccurredAt;

  public boolean sample;

  /**
   * True while the aggregate is under a legal hold. Commands, reads and erasures are then refused;
   * only an auditor can read the aggregate's personal data, by an export for the hold.
   */
  public boolean held;

  /**
   * When the personal values were erased, or null; after an erasure only commands of the service
   * itself are accepted.
   */
  public Instant erasedAt;

  /** Returns the type that ledger entries about this aggregate have. */
  public abstract AggregateType aggregateType();

  /** Returns the subject under which the vault stores the aggregate's personal values. */
  public abstract Subject subject();

  /**
   * Returns the names of the vault fields whose texts are moderated. Other fields, such as names
   * and addresses, are not moderated.
   */
  public abstract List<String> words();

  /** Returns the aggregate's state, one of the states of its transition table. */
  public abstract Enum<?> currentState();

  /** Sets the common columns of a new aggregate, except the division and {@link #sample}. */
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

  /**
   * Returns true if the personal values may be used: the aggregate is neither under a legal hold
   * nor erased.
   */
  public boolean isUsable() {
    return !held && erasedAt == null;
  }

  /**
   * Throws UNDER_LEGAL_HOLD if the aggregate is under a legal hold. Accepts an erased aggregate.
   */
  public void requireUsable() {
    if (held) {
      throw ProblemType.UNDER_LEGAL_HOLD.exception();
    }
  }
}
