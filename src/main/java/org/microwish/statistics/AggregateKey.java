package org.microwish.statistics;

import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.statistics.fold.Figures;

/** Identifies an aggregate, so that its figures can be looked up. */
record AggregateKey(AggregateType type, String id) {

  static AggregateKey of(Figures figures) {
    return new AggregateKey(figures.type(), figures.id());
  }

  static AggregateKey of(Leaf leaf) {
    return new AggregateKey(leaf.aggregateType(), leaf.aggregateId());
  }
}
