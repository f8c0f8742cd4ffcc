package org.microwish.wish.wall;

/** What a request for a wish can include; the names are those of the query parameter. */
public enum Expansion {
  /** The claims that the caller may see. */
  claims,
  /** The organisations that claim, or whose members claim. */
  organisation
}
