package org.microwish.verify;

/**
 * Something that an honest log does not have.
 *
 * @param kind what sort of thing
 * @param where the leaf, tile or file, and what was found there
 */
public record Finding(Kind kind, String where) {

  /** The sorts of things. */
  public enum Kind {
    /** The checkpoint is ill-formed, or no given key signed it. */
    SIGNATURE,
    /** The log is smaller than a checkpoint that was verified before. */
    TRUNCATED,
    /** The log does not contain the tree that was verified before. */
    FORK,
    /** Something that the checkpoint promises is not served. */
    MISSING,
    /** An entry's bytes do not have the hash that the tree holds. */
    LEAF_HASH,
    /** A tile's hashes are not those of the tiles below. */
    TILE_HASH,
    /** The hashes do not have the signed root. */
    ROOT,
    /** An entry is no leaf of the schema. */
    ILL_FORMED,
    /** An entry id stands in two leaves. */
    DUPLICATE,
    /** A version of an aggregate is missing, doubled or out of order. */
    VERSION_GAP,
    /** A wish moved as it may not. */
    TRANSITION,
    /** A posting moves nothing, or from nowhere to nowhere. */
    POSTING,
    /** An account went below zero, or over the budget. */
    BALANCE,
    /** The published statistics are not those of the leaves. */
    STATISTICS
  }

  @Override
  public String toString() {
    return kind + ": " + where;
  }
}
