package org.microwish.wish.lifecycle;

/** Why somebody confirms in the resident's place. */
public enum ProxyReason {
  /** The resident cannot use a phone; evidence is needed. */
  CANNOT_USE_PHONE,
  /** The resident has not answered for 14 days; an operator only. */
  NO_ANSWER
}
