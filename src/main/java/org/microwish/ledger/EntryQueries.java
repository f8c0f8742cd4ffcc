package org.microwish.ledger;

import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.microwish.ledger.leaf.AggregateType;

/** Queries for ledger entries. */
interface EntryQueries {

  @HQL(
      """
      select occurredAt from LedgerEntry where aggregateType = :type
        and aggregateId = :aggregateId and aggregateVersion = :version\
      """)
  List<Instant> occurredAt(AggregateType type, String aggregateId, long version);
}
