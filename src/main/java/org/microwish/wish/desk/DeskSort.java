package org.microwish.wish.desk;

/** The orders of the desk's list of wishes. */
public enum DeskSort {
  /** By the time of creation, the oldest first. */
  OLDEST,
  /** By the time of creation, the newest first. */
  NEWEST,
  /** By the deadline of the one state that the list selects, the earliest first. */
  DEADLINE
}
