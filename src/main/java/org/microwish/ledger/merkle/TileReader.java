package org.microwish.ledger.merkle;

/** Reads tiles from a database, a directory or a server. */
@FunctionalInterface
public interface TileReader {

  /**
   * The first hashes of a tile, concatenated.
   *
   * @param width how many hashes the caller needs; implementations may return more
   */
  byte[] hashes(int level, long index, int width);
}
