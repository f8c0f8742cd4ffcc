package org.microwish.demand;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.demand.lifecycle.SupportState;
import org.microwish.lifecycle.Part;
import org.microwish.platform.Id;

/** The support of a person for a public demand. */
@Entity
@Table(name = "demand_support")
public class Support extends Part {
  public long demandId;
  public String account;

  @Enumerated(EnumType.STRING)
  public SupportState state;

  public Instant givenAt;
  public Instant endedAt;

  @Override
  public long aggregateId() {
    return demandId;
  }

  @Override
  public String key() {
    return Id.text(demandId) + ":" + account;
  }

  /** Sets the state, the key of a live support, and the time that belongs to the new state. */
  void become(SupportState next, Instant at) {
    state = next;
    setLive(next == SupportState.GIVEN);
    if (next == SupportState.GIVEN) {
      givenAt = at;
    } else {
      endedAt = at;
    }
  }
}
