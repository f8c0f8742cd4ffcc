package org.microwish.change;

import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;

/**
 * Selects changes; a null component, or an empty set, selects all.
 *
 * @param divisionPath the path of a subtree of divisions, not finer than a community
 * @param organisationId the organisation that changes concern
 * @param aggregateId the id as leaves show it
 */
public record ChangeFilter(
    Set<EntryType> types,
    String divisionPath,
    Long organisationId,
    AggregateType aggregateType,
    String aggregateId) {

  public ChangeFilter {
    types = Set.copyOf(types);
  }
}
