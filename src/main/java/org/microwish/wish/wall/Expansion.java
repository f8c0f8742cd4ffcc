package org.microwish.wish.wall;

/**
 * Related data that the answer with a wish can include; the names are values of the query parameter
 * {@code expand}.
 */
public enum Expansion {
  /** The claims that the caller may see. */
  claims,
  /** The organisations that claim, or whose members claim. */
  organisation
}
