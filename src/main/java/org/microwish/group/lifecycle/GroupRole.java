package org.microwish.group.lifecycle;

/** The roles of a caller towards a group; a caller can have several. */
public enum GroupRole {
  /** Any caller in the role MEMBER, who may propose groups and apply for memberships. */
  CANDIDATE,
  /** The group's leader. */
  LEADER,
  /** The person whose membership the command addresses. */
  PERSON,
  /** An operator of the group's division. */
  OPERATOR,
  /** The service itself. */
  SWEEPER
}
