package org.microwish.activity.lifecycle;

/** How the hours of an activity count. */
public enum HoursMode {
  /** No hours count. */
  NONE,
  /** The time of presence counts: the whole session, unless the host records less. */
  ACTUAL,
  /** The same time counts for everybody who attends a session. */
  FIXED
}
