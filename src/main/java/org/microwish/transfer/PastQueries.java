package org.microwish.transfer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.OrganisationState;

/** Finds the claimants and wishes that files name. */
interface PastQueries {

  /** An organisation, and the two texts by which a file may name it: name and credit code. */
  record Body(long id, String name, String creditCode) {}

  /** An organisation and its parent organisation. */
  record Below(long id, long parentId) {}

  /** A member and the member's organisation; null for a volunteer. */
  record Belongs(long id, Long organisationId) {}

  /** A wish and its serial number. */
  record Numbered(long id, String number) {}

  /** A wish and the time of its latest event. */
  record Latest(long id, Instant at) {}

  /**
   * Reads the organisations of a division with these names or credit codes, and those with these
   * ids.
   */
  @HQL(
      """
      select id, name, liveCreditCode from Organisation
      where id in :ids
        or state = :state and divisionPath like :subtree
          and (name in :names or liveCreditCode in :codes)
      """)
  List<Body> organisations(
      Collection<Long> ids,
      Collection<String> names,
      Collection<String> codes,
      String subtree,
      OrganisationState state);

  /** Reads which of the organisations are in a division. */
  @HQL("select id from Organisation where id in :ids and divisionPath like :subtree")
  List<Long> within(Collection<Long> ids, String subtree);

  @HQL("select id, parentId from Organisation where parentId in :ids")
  List<Below> below(Collection<Long> ids);

  /** Reads the members of these organisations, and those with these ids. */
  @HQL("select id, organisationId from Member where organisationId in :organisations or id in :ids")
  List<Belongs> members(Collection<Long> organisations, Collection<Long> ids);

  @HQL(
      """
      select aggregateId, number from NumberedAggregate
      where aggregateType = :type and number in :numbers
      """)
  List<Numbered> numbered(AggregateType type, Collection<String> numbers);

  /** Reads which of the wishes are in a division. */
  @HQL("select id, lastOccurredAt from Wish where id in :ids and divisionPath like :subtree")
  List<Latest> wishes(Collection<Long> ids, String subtree);
}
