package org.microwish.group.lifecycle;

/** The roles of a caller towards a group; a caller can have several. */
public enum GroupRole {
  /** A member, who may propose a group or join one. */
  CANDIDATE,
  /** The group's leader. */
  LEADER,
  /** The person whose membership the command addresses. */
  PERSON,
  /** An operator of the group's division. */
  OPERATOR
}
