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

/** What the row of every aggregate with a transition table has. */
@MappedSuperclass
public abstract class Aggregate {

  @Id public long id;

  /** Raised by each command's locking update, never by Hibernate. */
  public long version;

  public String divisionPath;

  /** The account that put it on record. */
  public String createdBy;

  public Instant createdAt;
  public Instant updatedAt;

  /** When the last command on it happened; no later one happens before that. */
  public Instant lastOccurredAt;

  public boolean sample;

  /** Whether a legal hold keeps it from every use. */
  public boolean held;

  /** When the personal values were erased; no command is taken from then on. */
  public Instant erasedAt;

  /** Its type in the ledger. */
  public abstract AggregateType aggregateType();

  /** The subject under which the vault keeps its personal values. */
  public abstract Subject subject();

  /** The vault fields that moderation checks; the other fields name people and places. */
  public abstract List<String> words();

  /** Its state in its transition table. */
  public abstract Enum<?> currentState();

  /** Fills in what every aggregate has that comes into being. */
  public void begin(long newId, Caller caller, EventTime when) {
    id = newId;
    version = 1;
    createdBy = caller.account();
    createdAt = when.occurredAt();
    changed(when.occurredAt(), when.recordedAt());
  }

  /** Notes when a command happened and when it is written. */
  public void changed(Instant at, Instant now) {
    lastOccurredAt = at;
    updatedAt = now;
  }

  /** Whether its personal values may be used: neither held nor erased. */
  public boolean isUsable() {
    return !held && erasedAt == null;
  }

  /** Refuses whatever a legal hold keeps from use. */
  public void requireUsable() {
    if (held) {
      throw ProblemType.UNDER_LEGAL_HOLD.exception();
    }
  }
}
