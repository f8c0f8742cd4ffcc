package org.microwish.statistics.fold;

/** The figures that count people. {@link PublicFigures} does not show them for small cells. */
public enum People {
  /** Members who take part in claims of wishes, and their participations. */
  WISH_MEMBERS,
  /** Members who take part in claims of micro-projects, and their participations. */
  PROJECT_MEMBERS,
  /** Members with a live check-in. */
  CHECKED_IN,
  /** People who belong to groups. */
  IN_GROUPS
}
