package org.microwish.wish.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxRefresh;

/**
 * Binds wishes that staff recorded to the account of the resident. A binding creates no new version
 * of the wish; callers record it on the ledger as a binding of the account. All methods need the
 * caller's transaction.
 */
@ApplicationScoped
public class Residents {

  /** Stands for "no member" in queries; real ids are positive. */
  private static final long NOBODY = 0;

  private final ResidentQueries queries;
  private final SubjectQueries wishes;
  private final InboxRefresh inbox;

  Residents(ResidentQueries queries, SubjectQueries wishes, InboxRefresh inbox) {
    this.queries = queries;
    this.wishes = wishes;
    this.inbox = inbox;
  }

  /**
   * Returns the ids of those wishes that can be bound to this account: they have not ended, have no
   * resident account, are neither on legal hold nor erased, and were neither recorded nor worked on
   * by this account or its member.
   *
   * @param member the account's member, or null
   */
  public List<Long> unbound(Collection<Long> wishIds, String account, Long member) {
    return wishIds.isEmpty() ? List.of() : queries.unbound(wishIds, account, orNobody(member));
  }

  /**
   * Binds a wish to a resident's account.
   *
   * @param member the account's member, or null
   * @return false if the wish has ended, is on legal hold or erased, or already has a resident
   *     account, or if the account or its member works or has worked on the wish or has a live
   *     invitation to it
   */
  public boolean bind(long wish, String account, Long member) {
    // Locks the wish, so that no claim is made between the check in the update and the commit.
    wishes.lock(wish);
    return moved(wish, queries.bind(wish, account, orNobody(member)));
  }

  /**
   * Refreshes the inbox items of the wish if a row was changed, because the resident's items now
   * belong to another account or to none.
   *
   * @return whether a row was changed
   */
  private boolean moved(long wish, int rows) {
    if (rows == 1) {
      inbox.of(AggregateType.WISH, wish);
    }
    return rows == 1;
  }

  private static long orNobody(Long member) {
    return member == null ? NOBODY : member;
  }

  /**
   * Removes the binding of a wish to an account that did not record it.
   *
   * @return false if the wish is not bound to the account, is under legal hold, or was recorded by
   *     the account
   */
  public boolean unbind(long wish, String account) {
    return moved(wish, queries.unbind(wish, account));
  }

  /** Returns the path of a wish's division; empty if there is no such wish. */
  public Optional<String> division(long wish) {
    return queries.divisionPath(wish).stream().findFirst();
  }

  /**
   * Whether a wish has not ended, has no resident account, and is neither on legal hold nor erased.
   */
  public boolean isUnbound(long wish) {
    return queries.countUnbound(wish) > 0;
  }
}
