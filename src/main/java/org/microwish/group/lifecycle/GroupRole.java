package org.microwish.group.lifecycle;

/** What a caller is to one group; a caller can be several at once. */
public enum GroupRole {
  /** Somebody who may propose a group or join one. */
  CANDIDATE,
  /** The group's leader. */
  LEADER,
  /** The person whose membership is named. */
  PERSON,
  /** Staff of the group's division. */
  OPERATOR
}
