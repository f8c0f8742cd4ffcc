package org.microwish.ledger.leaf;

import java.io.Serial;

/**
 * Thrown for a leaf whose schema version is later than this program knows. The leaf may be correct,
 * but this program cannot read it.
 */
public final class UnknownSchemaException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  UnknownSchemaException(long schema) {
    super("leaf schema " + schema + " is later than " + Leaf.NEWEST_SCHEMA);
  }
}
