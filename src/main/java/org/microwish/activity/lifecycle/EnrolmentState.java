package org.microwish.activity.lifecycle;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The states of an enrolment: a person's share in one session. */
public enum EnrolmentState {
  /** The host invited the person, who has not answered yet. */
  INVITED,
  /** The person waits for a seat, or for the host's approval. */
  WAITING,
  /** The person has a seat. */
  ENROLLED,
  /** The person was there. */
  ATTENDED,
  /** The person had a seat and was not there. */
  ABSENT,
  /** The enrolment was declined or withdrawn, or the activity was cancelled. */
  CANCELLED;

  /** The states in which an enrolment can still lead to attendance. */
  public static final Set<EnrolmentState> OPEN =
      Collections.unmodifiableSet(EnumSet.of(INVITED, WAITING, ENROLLED));

  /**
   * Returns true if an enrolment in this state is live. A person has at most one live enrolment per
   * session.
   */
  public boolean isLive() {
    return this != CANCELLED;
  }

  /** Returns true if an enrolment in this state takes a seat of its session. */
  public boolean takesSeat() {
    return this == ENROLLED || this == ATTENDED || this == ABSENT;
  }
}
