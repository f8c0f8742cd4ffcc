package org.microwish.statistics;

import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.statistics.fold.Figures;

/** What an aggregate's figures are known by. */
record AggregateKey(AggregateType type, String id) {

  static AggregateKey of(Figures figures) {
    return new AggregateKey(figures.type(), figures.id());
  }

  static AggregateKey of(Leaf leaf) {
    return new AggregateKey(leaf.aggregateType(), leaf.aggregateId());
  }
}
