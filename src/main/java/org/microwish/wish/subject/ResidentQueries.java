package org.microwish.wish.subject;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries that bind wishes to accounts of residents. */
interface ResidentQueries {

  /**
   * Condition on a wish: the wish has not ended, has no resident account, and is neither on legal
   * hold nor erased.
   */
  String UNBOUND =
      """
      resident IS NULL AND held = FALSE AND erased_at IS NULL
        AND state NOT IN ('REJECTED', 'REFERRED', 'WITHDRAWN', 'ARCHIVED')
      """;

  /**
   * Condition on a wish: the account and its member have never made, held or taken part in a claim
   * on the wish, not even one that has ended, and the member has no live invitation. Otherwise the
   * same person could do the work and confirm it as the resident.
   */
  String NOT_AT_WORK =
      """
        AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.wish_id = wish.id
          AND (c.claimed_by = :account
            OR (c.claimant_type = 'MEMBER' AND c.claimant_id = :member)
            OR EXISTS (SELECT 1 FROM claim_participant p
              WHERE p.claim_id = c.id AND p.member_id = :member)
            OR EXISTS (SELECT 1 FROM claim_participant_past p
              WHERE p.claim_id = c.id AND p.member_id = :member)))
        AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.wish_id = wish.id
          AND i.claimant_type = 'MEMBER' AND i.claimant_id = :member AND i.live_key IS NOT NULL)
      """;

  @SQL(
      "SELECT id FROM wish WHERE id IN (:wishes) AND created_by <> :account AND "
          + UNBOUND
          + NOT_AT_WORK
          + " ORDER BY id")
  List<Long> unbound(Collection<Long> wishes, String account, long member);

  @SQL("UPDATE wish SET resident = :account WHERE id = :wish AND " + UNBOUND + NOT_AT_WORK)
  int bind(long wish, String account, long member);

  @HQL(
      """
      update Wish set resident = null
      where id = :wish and resident = :account and held = false and createdBy <> :account
      """)
  int unbind(long wish, String account);

  @HQL("select divisionPath from Wish where id = :wish")
  List<String> divisionPath(long wish);

  @SQL("SELECT COUNT(*) FROM wish WHERE id = :wish AND " + UNBOUND)
  long countUnbound(long wish);
}
