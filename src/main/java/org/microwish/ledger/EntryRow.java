package org.microwish.ledger;

import java.nio.charset.StandardCharsets;
import org.microwish.ledger.merkle.Hash;

/**
 * A stored entry with its leaf index.
 *
 * @param leaf the leaf's bytes, as text
 * @param leafIndex null while the entry is queued
 */
public record EntryRow(long entryId, long version, String leaf, Hash leafHash, Long leafIndex) {

  /** Returns the bytes of the leaf, which are what was hashed. */
  public byte[] bytes() {
    return leaf.getBytes(StandardCharsets.UTF_8);
  }
}
