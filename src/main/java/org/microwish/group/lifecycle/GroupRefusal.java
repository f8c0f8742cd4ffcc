package org.microwish.group.lifecycle;

/** The reasons to refuse a command on a group, in order of precedence. */
public enum GroupRefusal {
  /** The caller has no role that permits the command. */
  NOT_PERMITTED,
  /** The command is not allowed in the group's state. */
  WRONG_STATE,
  /** The command is not allowed in the membership's state. */
  WRONG_MEMBERSHIP_STATE,
  /** The caller leads the group and so may not approve it. */
  OWN_PROPOSAL,
  /** A moderation finding about the group's texts is open, or its texts were rejected. */
  MODERATION_OPEN,
  /** The new parent is the group itself, or a group below it. */
  OWN_PARENT,
  /** The group has more members than the new number of places. */
  PLACES_TAKEN,
  /** The person already belongs to this group or has applied to join it. */
  HOLDS_MEMBERSHIP,
  /** The group already has its maximum number of members. */
  FULL,
  /** The person leads the group; another leader must take over first. */
  LEADS
}
