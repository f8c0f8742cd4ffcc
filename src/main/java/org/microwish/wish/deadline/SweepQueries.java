package org.microwish.wish.deadline;

import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishState;

/**
 * Queries for deadlines that are due at the database's time {@code now}, earliest first; wishes on
 * legal hold and their claims are omitted.
 */
interface SweepQueries {

  /**
   * A claim whose next deadline has passed; {@code startedAt} is null if the work has not started.
   */
  record DueClaim(long id, Instant startedAt) {}

  @HQL(
      """
      select c.id, c.startedAt from Claim c
      where c.state = :state and c.nextCheckAt <= :now
        and exists (from Wish w where w.id = c.wishId and w.held = false)
      order by c.nextCheckAt limit :limit
      """)
  List<DueClaim> claims(ClaimState state, Instant now, int limit);

  /** An open wish whose claim-by date has passed. */
  record DueWish(long id, int activeClaims) {}

  @HQL(
      """
      select id, activeClaims from Wish
      where state = :state and claimBy <= :now and held = false
      order by claimBy limit :limit
      """)
  List<DueWish> claimBys(WishState state, Instant now, int limit);

  /** Returns the ids of fulfilled wishes whose public notice has ended. */
  @HQL(
      """
      select id from Wish
      where state = :state and noticeUntil <= :now and held = false
      order by noticeUntil limit :limit
      """)
  List<Long> notices(WishState state, Instant now, int limit);
}
