package org.microwish.ledger.leaf;

/**
 * The schema versions of leaves of an aggregate type or an entry type. They differ for types whose
 * schema was raised, because their old leaves lack facts that the verifier needs. A verifier that
 * knows only older versions then reports that it is too old, instead of reporting a damaged leaf.
 *
 * @param oldest the version of the oldest leaves, which keep it
 * @param newest the version of new leaves
 */
record Schemas(long oldest, long newest) {

  /** Leaves that have the first schema. */
  static final Schemas FIRST = new Schemas(1, 1);

  /** Leaves whose type was added with the second schema. */
  static final Schemas SECOND = new Schemas(2, 2);

  /** Leaves that had the first schema, and have the second since their facts changed. */
  static final Schemas RAISED = new Schemas(1, 2);

  /** Returns the later versions of two, such as those of a leaf's aggregate and entry type. */
  Schemas and(Schemas other) {
    return new Schemas(Math.max(oldest, other.oldest), Math.max(newest, other.newest));
  }

  boolean contain(long schema) {
    return oldest <= schema && schema <= newest;
  }
}
