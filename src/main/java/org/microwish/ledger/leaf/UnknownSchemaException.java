package org.microwish.ledger.leaf;

import java.io.Serial;

/** A leaf of a later schema: nothing is wrong with it, but this program is too old to read it. */
public final class UnknownSchemaException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  UnknownSchemaException(long schema) {
    super("leaf schema " + schema + " is later than " + Leaf.NEWEST_SCHEMA);
  }
}
