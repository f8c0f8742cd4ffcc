package org.microwish.demand;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.ledger.LedgerEntry;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.DivisionContents;

/** Queries on demands and the support for them. */
interface DemandQueries {

  /** Counts the active groups of that kind with that id; those that the member leads. */
  @HQL(
      """
      select count(*) from Group
      where id = :groupId and leaderId = :memberId and kind = :kind and state = :active
      """)
  long countLed(long groupId, long memberId, GroupKind kind, GroupState active);

  @HQL("select count(*) from Group where id = :groupId and kind = :kind and state = :active")
  long countActive(long groupId, GroupKind kind, GroupState active);

  @HQL(
      """
      select count(*) from Attendant
      where stationId = :stationId and memberId = :memberId and liveKey is not null
      """)
  long countAttending(long stationId, long memberId);

  @HQL(
      """
      select count(*) from Support
      where demandId = :demandId and account = :account and liveKey is not null
      """)
  long countSupports(long demandId, String account);

  @HQL("select demandId from Support where id = :id")
  List<Long> demandOf(long id);

  @HQL("from Support where account = :account order by id")
  List<Support> supportsOf(String account);

  /** Replaces {@code account} by {@code nobody}, who is told nothing. */
  @HQL("update Support set account = :nobody, liveKey = null where account = :account")
  int forgetSupporter(String account, String nobody);

  @HQL("delete from Support where demandId = :demandId")
  int deleteSupports(long demandId);

  /**
   * Reads the state of a demand and locks the demand's row until the transaction ends; empty if the
   * demand does not exist.
   */
  @SQL("SELECT state FROM demand WHERE id = :id FOR UPDATE")
  List<String> lockedState(long id);

  /** Reads the id of the demand into which a locked demand was merged. */
  @SQL("SELECT merged_into FROM demand WHERE id = :id FOR UPDATE")
  List<Long> lockedTarget(long id);

  /** Lets the demands that were merged into one demand point to another. */
  @HQL("update Demand set mergedInto = :into where mergedInto = :id")
  int redirect(long id, long into);

  /** Sets when the demands that were merged into a demand were answered. */
  @HQL("update Demand set answeredAt = :at where mergedInto = :id")
  int answerMerged(long id, Instant at);

  /** Records that the demands that were merged into a demand are not answered any more. */
  @HQL("update Demand set answeredAt = null where mergedInto = :id")
  int reopenMerged(long id);

  @HQL("select id from Demand where mergedInto = :id order by id")
  List<Long> merged(long id);

  @HQL(
      """
      from LedgerEntry
      where aggregateType = :type and aggregateId = :aggregateId and aggregateVersion = 1
      """)
  List<LedgerEntry> firstEntry(AggregateType type, String aggregateId);

  @HQL(
      """
      select id from Demand
      where state in :states and level in :levels and dueAt <= :now and held = false
      order by dueAt, id limit :limit
      """)
  List<Long> overdue(
      Collection<DemandState> states, Collection<DemandLevel> levels, Instant now, int limit);

  @HQL(
      """
      select id from Demand
      where state = :answered and answeredAt <= :by and held = false
      order by answeredAt, id limit :limit
      """)
  List<Long> unevaluated(DemandState answered, Instant by, int limit);

  @HQL("select count(*) from Demand where divisionPath = :path and endedAt is null")
  long countIn(String path);

  /** Returns the demands of merged divisions, each with the path of the successor. */
  @HQL(
      """
      select x.id, s.path from Demand x
      join Division d on d.path = x.divisionPath join Division s on s.code = d.successor
      where x.endedAt is null and x.held = false
      order by x.id limit :limit
      """)
  List<DivisionContents.Misplaced> misplaced(int limit);

  @HQL("select id from Demand where asker = :account and id > :after order by id limit :limit")
  List<Long> ofAccount(String account, long after, int limit);

  /** Finds demands that ended before a time and are not erased yet; no sample, no legal hold. */
  @HQL(
      """
      select id from Demand
      where endedAt < :before and erasedAt is null and held = false and sample = false
      order by endedAt, id limit :limit
      """)
  List<Long> endedBefore(Instant before, int limit);

  @HQL("select count(*) from Demand where departmentId = :organisationId and endedAt is null")
  long countAt(long organisationId);
}
