package org.microwish.wish.deadline;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.microwish.lifecycle.deadline.Deadlines;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;
import org.microwish.wish.claim.ClaimService;
import org.microwish.wish.command.WishClosing;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishState;

/**
 * Carries out due deadlines of wishes and claims: claims lapse or become overdue, open wishes
 * expire or are closed for claims, fulfilled wishes are archived.
 */
@ApplicationScoped
public class WishSweep implements Deadlines {

  /** Maximum number of rows that one query returns. */
  private static final int PAGE = 200;

  private final SweepQueries queries;
  private final Transactions transactions;
  private final WishClosing wishes;
  private final ClaimService claims;

  WishSweep(
      SweepQueries queries, Transactions transactions, WishClosing wishes, ClaimService claims) {
    this.queries = queries;
    this.transactions = transactions;
    this.wishes = wishes;
    this.claims = claims;
  }

  @Override
  public int carryOut(Sweep sweep) {
    return sweep.run(
            "claims' dates",
            PAGE,
            (now, limit) -> queries.claims(ClaimState.ACTIVE, now, limit),
            this::endClaim)
        + sweep.run(
            "claim-by dates",
            PAGE,
            (now, limit) -> queries.claimBys(WishState.OPEN, now, limit),
            this::endClaiming)
        + sweep.run(
            "public notices",
            PAGE,
            (now, limit) -> queries.notices(WishState.FULFILLED, now, limit),
            this::archive);
  }

  private boolean endClaim(SweepQueries.DueClaim due, Instant now) {
    transactions.call(
        () ->
            due.startedAt() == null
                ? claims.lapse(due.id(), now)
                : claims.markOverdue(due.id(), now));
    return true;
  }

  private boolean endClaiming(SweepQueries.DueWish due, Instant now) {
    transactions.call(
        () ->
            due.activeClaims() > 0
                ? wishes.closeAtDate(due.id(), now)
                : wishes.expire(due.id(), now));
    return true;
  }

  private boolean archive(long wishId, Instant now) {
    transactions.call(() -> wishes.archive(wishId, now));
    return true;
  }
}
