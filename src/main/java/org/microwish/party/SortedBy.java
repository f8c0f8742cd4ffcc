package org.microwish.party;

/** The orders of a list that callers can request instead of the default one. */
public enum SortedBy {
  /** By name, in pinyin order. */
  NAME
}
