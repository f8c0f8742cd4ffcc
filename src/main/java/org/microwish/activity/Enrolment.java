package org.microwish.activity;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.lifecycle.Part;
import org.microwish.platform.Id;

/** The share of a person in one session of an activity. */
@Entity
@Table(name = "activity_enrolment")
public class Enrolment extends Part {
  public long activityId;
  public long sessionId;
  public long memberId;

  @Enumerated(EnumType.STRING)
  public EnrolmentState state;

  /** The minutes that count for the person; 0 unless the person attended. */
  public int minutes;

  public Instant signedUpAt;

  /** When the enrolment was declined, withdrawn or cancelled, or null. */
  public Instant endedAt;

  @Override
  public long aggregateId() {
    return activityId;
  }

  @Override
  public String key() {
    return Id.text(sessionId) + ":" + Id.text(memberId);
  }

  /** Sets the state, the key of a live enrolment, and the time that belongs to the new state. */
  void become(EnrolmentState next, Instant at) {
    state = next;
    setLive(next.isLive());
    signedUpAt = signedUpAt == null ? at : signedUpAt;
    endedAt = next.isLive() ? null : at;
  }
}
