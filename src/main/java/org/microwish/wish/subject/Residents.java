package org.microwish.wish.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Binds wishes that staff recorded to the account of their resident. A binding does not create a
 * new version of the wish; it is recorded on the ledger as a binding of the account. Requires the
 * caller's transaction.
 */
@ApplicationScoped
public class Residents {

  /** Placeholder for no member; ids are positive. */
  private static final long NOBODY = 0;

  private final ResidentQueries queries;
  private final SubjectQueries wishes;

  Residents(ResidentQueries queries, SubjectQueries wishes) {
    this.queries = queries;
    this.wishes = wishes;
  }

  /**
   * Returns those of the wishes that have not ended, have no resident account, and were neither
   * recorded nor worked on by this account.
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
   * @return false if the wish has ended, is held or erased, already has a resident account, or the
   *     account works or worked on it
   */
  public boolean bind(long wish, String account, Long member) {
    // Locks the wish, so that no claim is made between this check and the commit.
    wishes.lock(wish);
    return queries.bind(wish, account, orNobody(member)) == 1;
  }

  private static long orNobody(Long member) {
    return member == null ? NOBODY : member;
  }

  /**
   * Removes the binding of a wish to an account that did not record it.
   *
   * @return false if the wish is not bound to the account, is held, or was recorded by the account
   */
  public boolean unbind(long wish, String account) {
    return queries.unbind(wish, account) == 1;
  }

  /** The path of a wish's division. */
  public Optional<String> division(long wish) {
    return queries.divisionPath(wish).stream().findFirst();
  }

  /** Whether a wish has not ended, has no resident account, and is neither held nor erased. */
  public boolean isUnbound(long wish) {
    return queries.countUnbound(wish) > 0;
  }
}
