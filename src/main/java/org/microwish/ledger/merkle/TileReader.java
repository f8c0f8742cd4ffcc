package org.microwish.ledger.merkle;

/** Reads tiles from a database, a directory or a server. */
@FunctionalInterface
public interface TileReader {

  /**
   * Returns the first hashes of a tile, concatenated.
   *
   * @param width the number of hashes that the caller needs; implementations may return more
   */
  byte[] hashes(int level, long index, int width);
}
