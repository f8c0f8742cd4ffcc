package org.microwish.demand.lifecycle;

/** The reasons to refuse a command on a demand, in order of precedence. */
public enum DemandRefusal {
  /** The caller has no role that permits the command. */
  NOT_PERMITTED,
  /** The command is not allowed in the demand's state. */
  WRONG_STATE,
  /** The command is not allowed in the support's state. */
  WRONG_SUPPORT_STATE,
  /** The caller asks for something and so may not handle it. */
  OWN_DEMAND,
  /** Somebody else handles the demand. */
  OTHER_HANDLER,
  /** The demand was dispatched anew after the caller read its route number. */
  ROUTE_CHANGED,
  /** The demand is a dispute, which is never public. */
  NEVER_PUBLIC,
  /** The demand is not public. */
  NOT_PUBLIC,
  /** A moderation finding about the demand's texts is open, or its texts were rejected. */
  MODERATION_OPEN,
  /** The place of the demand has no office of this level. */
  NO_SUCH_LEVEL,
  /** The due date is in the past. */
  DUE_IN_PAST,
  /** The due date has not passed. */
  NOT_DUE,
  /** There is no level above the demand's level. */
  TOP_LEVEL,
  /** The demand would be merged into itself. */
  INTO_ITSELF,
  /** The other demand was merged into this one. */
  CIRCLE,
  /** Nothing can be merged into the other demand, because it is answered or has ended. */
  TARGET_ENDED,
  /** Only a suggestion can be adopted, and it must be decided with the answer. */
  ADOPTION_MISMATCH,
  /** The answer must say what became of an adopted suggestion, and only of such. */
  OUTCOME_MISMATCH,
  /** The asker has already objected to an answer; an operator can reopen the demand. */
  ALREADY_OBJECTED,
  /** The person already supports the demand. */
  SUPPORTS
}
