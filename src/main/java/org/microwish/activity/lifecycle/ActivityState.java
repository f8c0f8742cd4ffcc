package org.microwish.activity.lifecycle;

/** The states of an activity. */
public enum ActivityState {
  /** The host still changes the activity, or an operator returned it. */
  DRAFT,
  /** The activity waits for an operator's decision. */
  SUBMITTED,
  /** An operator rejected the activity; this state is final. */
  REJECTED,
  /** The activity is public, and people can sign up. */
  PUBLISHED,
  /** The activity took place; the host completes attendance and hours. */
  HELD,
  /** The hours are settled; only corrections follow. */
  SETTLED,
  /** The activity was cancelled; this state is final. */
  CANCELLED;

  /** Returns true if everyone may see an activity in this state. */
  public boolean isPublic() {
    return this == PUBLISHED || this == HELD || this == SETTLED;
  }
}
