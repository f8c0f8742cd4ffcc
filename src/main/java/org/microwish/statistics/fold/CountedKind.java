package org.microwish.statistics.fold;

/** The two kinds of wish, which the statistics count separately. */
public enum CountedKind {
  /** A wish (微心愿). */
  WISH,
  /** A micro-project (微项目). */
  PROJECT
}
