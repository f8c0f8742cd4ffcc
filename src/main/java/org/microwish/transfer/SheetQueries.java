package org.microwish.transfer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;

/**
 * Reads the data of the spreadsheet. The casts in the queries only state the types of the
 * subqueries.
 */
interface SheetQueries {

  /** A wish's position in the order of the sheet. */
  record Key(String divisionPath, long wishId) {}

  /**
   * A form of money that was posted on a claim; {@code claimId} is null for a wish's public funds.
   */
  record FormOf(long wishId, Long claimId, Form form) {}

  /** A member who participates in a claim. */
  record Participant(long claimId, long memberId) {}

  /** The code and the Chinese name of a second-level category. */
  record Name(String code, String name) {}

  /**
   * Reads which wishes follow the wish {@code (path, wishId)} in the order of the sheet, whether or
   * not they match the filter.
   */
  @HQL(
      """
      select divisionPath, id
      from Wish
      where divisionPath like :subtree
        and (divisionPath > :path or divisionPath = :path and id > :wishId)
      order by divisionPath, id
      limit :limit
      """)
  List<Key> next(String subtree, String path, long wishId, int limit);

  /**
   * Reads those of the wishes that match the filter and are not under a legal hold, in the order of
   * the sheet.
   */
  @HQL(
      """
      select id, version, number, kind, state, round, channel, category, subcategory, divisionPath,
        publicTitle, publicSummary, beneficiaryPeople, claimPolicy, needsApproval, shortfall,
        budget, createdBy, createdAt, submittedAt, reviewedBy, reviewedAt, referredTo,
        firstPublishedAt, confirmation, proxyReason, acceptedBy, rating, fulfilledAt, noticeUntil, sample,
        cast((
          select count(*) from Evidence e
          where e.aggregateType = :type and e.aggregateId = w.id and e.partId is null) as Long),
        cast((
          select max(f.visitedOn) from FollowUp f
          where f.aggregateType = :type and f.aggregateId = w.id) as LocalDate)
      from Wish w
      where id in :ids
        and held = false
        and kind in :kinds
        and state in :states
        and createdAt >= :from
        and createdAt < :to
      order by divisionPath, id
      """)
  List<SheetWish> wishes(
      AggregateType type,
      Collection<Long> ids,
      Collection<WishKind> kinds,
      Collection<WishState> states,
      Instant from,
      Instant to);

  /** Reads all claims of the wishes, including ended ones, oldest first. */
  @HQL(
      """
      select c.id, c.wishId, c.state, c.claimantType, c.claimantId, o.name, c.participants,
        c.pledge, c.committed, c.spent, c.returned, c.claimedAt, c.contactedAt, c.redoCount,
        c.overdue, c.endReason,
        cast((
          select count(*) from Evidence e
          where e.aggregateType = :type and e.aggregateId = c.wishId and e.partId = c.id) as Long)
      from Claim c
      left join Organisation o on o.id = c.organisationId
      where c.wishId in :wishIds
      order by c.id
      """)
  List<SheetClaim> claims(AggregateType type, Collection<Long> wishIds);

  /**
   * Reads the forms of money posted on the wishes, without reversed postings and their reversals.
   */
  @HQL(
      """
      select distinct p.wishId, p.claimId, p.form
      from Posting p
      where p.wishId in :wishIds
        and p.reverses is null
        and not exists (select 1 from Posting r where r.reverses = p.id)
      """)
  List<FormOf> forms(Collection<Long> wishIds);

  @HQL(
      """
      select key.claimId, key.memberId
      from ClaimParticipant
      where key.claimId in :claimIds
      order by key.memberId
      """)
  List<Participant> participants(Collection<Long> claimIds);

  /** Reads which of the members are under a legal hold; their names must not be shown. */
  @HQL("select id from Member where held and id in :ids")
  List<Long> held(Collection<Long> ids);

  @SQL("SELECT code, name_zh FROM subcategory")
  List<Name> subcategories();

  /** A subcategory that new wishes may have. */
  record Subcategory(String code, String category, String name) {}

  @SQL("SELECT code, category, name_zh FROM subcategory WHERE active ORDER BY code")
  List<Subcategory> activeSubcategories();
}
