package org.microwish.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.ledger.leaf.AggregateType;

/** Queries for ledger entries. */
interface EntryQueries {

  @HQL(
      """
      select occurredAt from LedgerEntry where aggregateType = :type
        and aggregateId = :aggregateId and aggregateVersion = :version\
      """)
  List<Instant> occurredAt(AggregateType type, String aggregateId, long version);

  @SQL("SELECT size FROM ledger_head WHERE log_id = 1")
  long size();

  /** Returns the bytes of the leaves of several aggregates, each in the order of its versions. */
  @HQL(
      """
      select payload from LedgerEntry where aggregateType = :type and aggregateId in :aggregateIds
      order by aggregateId, aggregateVersion\
      """)
  List<byte[]> leaves(AggregateType type, Collection<String> aggregateIds);
}
