package org.microwish.activity.lifecycle;

/** How people take part in an activity. */
public enum SignUp {
  /** Everybody signs up; who finds a session full waits for a seat. */
  OPEN,
  /** Only people whom the host invites take part. */
  INVITATION,
  /** People sign up and wait until the host approves them. */
  APPROVAL
}
