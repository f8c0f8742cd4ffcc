package org.microwish.wish;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;

/** Queries for invitations and waiting lists. */
interface InvitationQueries {

  @HQL("select wishId from Invitation where id = :id")
  List<Long> wishOf(long id);

  /** Returns the id of the invitation's wish; empty if the invitation is not this claimant's. */
  @HQL(
      """
      select wishId from Invitation
      where id = :id and claimantType = :type and claimantId = :claimantId
      """)
  List<Long> wishOf(long id, ClaimantType type, long claimantId);

  @SQL("SELECT id FROM wish WHERE id = :wishId FOR UPDATE")
  List<Long> lockWish(long wishId);

  @HQL("select id from Invitation where origin = :origin")
  List<Long> ofOrigin(String origin);

  @HQL("from Invitation where wishId = :wishId and state in :states order by wishVersion, id")
  List<Invitation> ofWish(long wishId, Collection<InvitationState> states);

  /** Returns the live invitations of a wish that have run out. */
  @HQL(
      """
      from Invitation where wishId = :wishId and liveKey is not null and untilAt <= :now
      order by wishVersion, id
      """)
  List<Invitation> runOut(long wishId, Instant now);

  @HQL("from Invitation where liveKey = :key")
  List<Invitation> ofLiveKey(String key);

  @HQL(
      """
      select count(*) from Invitation
      where wishId = :wishId and state = :state and reserved = true
      """)
  long countReserved(long wishId, InvitationState state);

  @HQL(
      """
      select count(*) from Invitation
      where claimantType = :type and claimantId = :claimantId and state = :state
        and (untilAt is null or untilAt > :now)
      """)
  long count(ClaimantType type, long claimantId, InvitationState state, Instant now);

  /**
   * Counts the invitations that operators sent to the claimant, without offers from waiting lists.
   */
  @HQL(
      """
      select count(*) from Invitation
      where claimantType = :type and claimantId = :claimantId and offered = false
        and state <> :waiting and createdAt > :since
      """)
  long countSince(ClaimantType type, long claimantId, InvitationState waiting, Instant since);

  /** Returns the ids of wishes with invitations that have run out. */
  @HQL(
      """
      select distinct i.wishId from Invitation i
      where i.state in :states and i.untilAt <= :now
        and exists (from Wish w where w.id = i.wishId and w.held = false)
      order by i.wishId limit :limit
      """)
  List<Long> due(Collection<InvitationState> states, Instant now, int limit);

  /**
   * Returns the ids of open wishes of which a place can be offered to the first in the waiting
   * list. Starts from the rows of waiting lists, because most open wishes have none.
   */
  @SQL(
      """
      SELECT w.id FROM wish w
      WHERE w.id IN (SELECT i.wish_id FROM invitation i WHERE i.state = 'WAITING')
        AND w.state = 'OPEN' AND w.held = FALSE AND w.off_wall = FALSE
        AND w.claiming_closed = FALSE AND w.capacity = 'PLACES' AND (w.claim_by IS NULL OR w.claim_by > :now)
        AND FALSE = (SELECT COALESCE(m.held, FALSE) FROM invitation i
          LEFT JOIN member m ON m.id = i.claimant_id AND i.claimant_type = 'MEMBER'
          WHERE i.wish_id = w.id AND i.state = 'WAITING' ORDER BY i.wish_version, i.id LIMIT 1)
        AND w.places > w.places_taken + (SELECT COUNT(*) FROM invitation i
          WHERE i.wish_id = w.id AND i.state = 'INVITED' AND i.reserved = TRUE
            AND i.until_at > :now)
      ORDER BY w.id LIMIT :limit
      """)
  List<Long> offers(Instant now, int limit);

  /**
   * Sets the end of a claimant's live invitations to {@code now}, because the claimant has left.
   * Invitations that have already run out keep their end.
   */
  @SQL(
      """
      UPDATE invitation SET until_at = :now
      WHERE claimant_type = :type AND claimant_id = :claimantId AND live_key IS NOT NULL
        AND (until_at IS NULL OR until_at > :now)
      """)
  int letRunOut(String type, long claimantId, Instant now);
}
