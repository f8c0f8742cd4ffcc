package org.microwish.demand.lifecycle;

/** The roles of a caller towards a demand; a caller can have several. */
public enum DemandRole {
  /** The resident who asks, or the leader of the enterprise that asks. */
  ASKER,
  /** The account that recorded the demand. */
  AUTHOR,
  /** Anybody who may record a demand of the division or hall. */
  RECORDER,
  /** Anybody who may take the demand at the level or hall to which it is dispatched. */
  OFFICE,
  /** The handler of the demand. */
  HANDLER,
  /** A resident or member, who may support public demands. */
  CANDIDATE,
  /** The person whose support the command addresses. */
  SUPPORTER,
  /** An operator of the demand's division. */
  OPERATOR,
  /** The service itself. */
  SWEEPER
}
