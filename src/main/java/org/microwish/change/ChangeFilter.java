package org.microwish.change;

import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;

/**
 * Selects changes. A component that is null, and an empty set of types, select everything.
 *
 * @param divisionPath the path of a division, whose subtree is selected; a community or a larger
 *     division
 * @param organisationId the organisation that the changes concern
 * @param aggregateId the aggregate's id as it is in leaves
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
