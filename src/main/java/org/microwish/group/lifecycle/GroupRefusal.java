package org.microwish.group.lifecycle;

/** Why a command on a group is refused, in order of precedence. */
public enum GroupRefusal {
  /** The caller is nobody who may give this command on this group. */
  NOT_PERMITTED,
  /** The group is in a state that the command does not start from. */
  WRONG_STATE,
  /** The membership is in a state that the command does not start from. */
  WRONG_MEMBERSHIP_STATE,
  /** Nobody approves the group that it leads. */
  OWN_PROPOSAL,
  /** A finding about the group's words waits, or its words were rejected. */
  MODERATION_OPEN,
  /** The parent is the group itself, or a group below it. */
  OWN_PARENT,
  /** More people belong to the group than the new number of places. */
  PLACES_TAKEN,
  /** The person has a live membership in this group. */
  HOLDS_MEMBERSHIP,
  /** No place is free. */
  FULL,
  /** The leader stays until somebody else leads. */
  LEADS
}
