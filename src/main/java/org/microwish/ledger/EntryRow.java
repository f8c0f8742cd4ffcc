package org.microwish.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.microwish.ledger.merkle.Hash;

/**
 * A stored entry with its place in the tree.
 *
 * @param leaf the leaf's bytes, as text
 * @param leafIndex null while it is queued
 */
record EntryRow(long entryId, long version, String leaf, Hash leafHash, Long leafIndex) {

  /** What {@link #read} needs, from ledger_entry e and ledger_leaf l. */
  static final String COLUMNS =
      "e.entry_id, e.aggregate_version, e.payload, e.leaf_hash, l.leaf_index";

  static EntryRow read(ResultSet row) throws SQLException {
    long index = row.getLong("leaf_index");
    Long known = row.wasNull() ? null : Long.valueOf(index);
    return new EntryRow(
        row.getLong("entry_id"),
        row.getLong("aggregate_version"),
        new String(row.getBytes("payload"), StandardCharsets.UTF_8),
        Hash.of(row.getBytes("leaf_hash")),
        known);
  }

  byte[] bytes() {
    return leaf.getBytes(StandardCharsets.UTF_8);
  }
}
