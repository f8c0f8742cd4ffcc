package org.microwish.verify;

/**
 * An inconsistency that a correct log does not have.
 *
 * @param kind what is wrong
 * @param where the leaf, tile or file, what was found there and what was expected
 */
public record Finding(Kind kind, String where) {

  /** What can be wrong. */
  public enum Kind {
    /** The checkpoint is ill-formed, or none of the given keys signed it. */
    SIGNATURE,
    /** Fewer of the given witnesses cosigned the checkpoint than the quorum requires. */
    WITNESS,
    /** The log is smaller than when it was verified before. */
    TRUNCATED,
    /** The log does not extend the tree that was verified before. */
    FORK,
    /** A tile or entry bundle of the signed tree is missing or ill-formed. */
    MISSING,
    /** The hash of an entry is not the one in its tile, and the entry is not the signed one. */
    LEAF_HASH,
    /** The hashes of a tile are not those of the entries or tiles below it, which are correct. */
    TILE_HASH,
    /** The root over the entries is not the signed root, and no wrong tile explains it. */
    ROOT,
    /** An entry does not follow the leaf schema. */
    ILL_FORMED,
    /** Two leaves have the same entry id. */
    DUPLICATE,
    /** A version of an aggregate is missing, repeated or out of order. */
    VERSION_GAP,
    /** An aggregate changed its state in a way that its transition table does not allow. */
    TRANSITION,
    /** A posting is not an allowed movement, is not on a wish, or has an amount of 0 or less. */
    POSTING,
    /** An account is negative, the accounts do not balance, or the budget is exceeded. */
    BALANCE,
    /** The published statistics differ from those computed from the leaves. */
    STATISTICS,
    /** The published serial numbers differ from those computed from the leaves. */
    SERIAL_NUMBER
  }

  @Override
  public String toString() {
    return kind + ": " + where;
  }
}
