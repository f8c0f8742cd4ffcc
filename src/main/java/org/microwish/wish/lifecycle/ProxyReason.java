package org.microwish.wish.lifecycle;

/** Why somebody else confirms for the resident. */
public enum ProxyReason {
  /** The resident cannot use a phone; evidence is needed. */
  CANNOT_USE_PHONE,
  /** The resident has not answered within the limit (default 14 days); operators only. */
  NO_ANSWER
}
