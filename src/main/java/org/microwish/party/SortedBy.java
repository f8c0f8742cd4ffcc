package org.microwish.party;

/** An order of lists that callers can ask for instead of the usual one. */
public enum SortedBy {
  /** By name, in pinyin order. */
  NAME
}
