package org.microwish.lifecycle.attachment;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.microwish.ledger.leaf.AggregateType;

/** Queries on notes. */
public interface Notes {

  /** The notes of one aggregate, oldest first. */
  @HQL("from Note where aggregateType = :type and aggregateId = :id order by id")
  List<Note> of(AggregateType type, long id);

  /** Those that came with these entries. */
  @HQL(
      """
      from Note where aggregateType = :type and aggregateId = :id and entryId in :entryIds
      """)
  List<Note> ofEntries(AggregateType type, long id, Collection<Long> entryIds);

  /** Takes an account's name off what it wrote about one aggregate. */
  @HQL(
      """
      update Note set author = :nobody
      where aggregateType = :type and aggregateId = :id and author = :account
      """)
  int disown(AggregateType type, long id, String account, String nobody);
}
