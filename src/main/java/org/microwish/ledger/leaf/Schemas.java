package org.microwish.ledger.leaf;

/**
 * The schema versions that the leaves of an aggregate type or entry type can have. If old leaves of
 * a type lack facts that the verifier needs, the schema of the type is raised: new leaves have a
 * higher version. An older verifier then reports that it is too old, instead of reporting a damaged
 * leaf. The constants are in ascending order, because {@link #and} compares them.
 */
enum Schemas {

  /** Leaves that have the first schema. */
  FIRST(1, 1),

  /** Leaves that had the first schema, and have the second since their facts changed. */
  RAISED(1, 2),

  /** Leaves whose type was added with the second schema. */
  SECOND(2, 2);

  private final long oldest;
  private final long newest;

  Schemas(long oldest, long newest) {
    this.oldest = oldest;
    this.newest = newest;
  }

  /** Returns the version of new leaves. */
  long newest() {
    return newest;
  }

  /** Returns the later constant of two, such as those of a leaf's aggregate and entry type. */
  Schemas and(Schemas other) {
    return compareTo(other) >= 0 ? this : other;
  }

  boolean contain(long schema) {
    return oldest <= schema && schema <= newest;
  }
}
