package org.microwish.ledger.merkle;

/** Where tiles are read from: a database, a directory, a server. */
@FunctionalInterface
public interface TileReader {

  /**
   * The first hashes of a tile, one after the other.
   *
   * @param width how many are needed at least; more may be answered
   */
  byte[] hashes(int level, long index, int width);
}
