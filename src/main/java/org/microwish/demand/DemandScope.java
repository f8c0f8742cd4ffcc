package org.microwish.demand;

/** Which demands a list has. */
public enum DemandScope {
  /** Those that the caller may see: as staff of its division, or because they are public. */
  ALL,
  /** Those that everybody may see. */
  PUBLIC,
  /** Those that the caller, or an enterprise that it leads, asks for, or that it recorded. */
  ASKED,
  /** Those that the caller handles. */
  HANDLED,
  /** Those that wait for a handler, and that the caller may take. */
  WAITING
}
