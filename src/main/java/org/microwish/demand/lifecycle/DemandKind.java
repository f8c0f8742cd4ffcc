package org.microwish.demand.lifecycle;

/** What a demand asks for. */
public enum DemandKind {
  /** A complaint (投诉). */
  COMPLAINT,
  /** A question (咨询). */
  CONSULTATION,
  /** A dispute between people (纠纷); never public. */
  DISPUTE,
  /** A suggestion (金点子), which can be adopted. */
  SUGGESTION,
  /** An order from a menu of services (点单). */
  ORDER,
  /** A request for help (求助). */
  HELP
}
