package org.microwish.wish.lifecycle;

/** The two kinds of wish. */
public enum WishKind {
  /** A micro-wish (微心愿): one resident's small need. */
  WISH,
  /**
   * A micro-project (微项目): a need of many residents with a budget, carried out by an organisation.
   */
  PROJECT
}
