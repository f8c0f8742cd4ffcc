package org.microwish.wish.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Whose wishes are whose, where staff put them on record before the resident had an account. Who
 * the resident of a wish is does not change the wish: it makes no version, and is on record as a
 * binding of the account. Works in the caller's transaction.
 */
@ApplicationScoped
public class Residents {

  /** Stands for no member; ids are positive. */
  private static final long NOBODY = 0;

  private final ResidentQueries queries;
  private final SubjectQueries wishes;

  Residents(ResidentQueries queries, SubjectQueries wishes) {
    this.queries = queries;
    this.wishes = wishes;
  }

  /**
   * Those of the wishes that have not ended and are no account's, and that this one neither
   * recorded nor works on.
   *
   * @param member the account's member, or null
   */
  public List<Long> unbound(Collection<Long> wishIds, String account, Long member) {
    return wishIds.isEmpty() ? List.of() : queries.unbound(wishIds, account, orNobody(member));
  }

  /**
   * Gives a wish to a resident's account.
   *
   * @param member the account's member, or null
   * @return false where it has ended or is somebody's already, or where the account works on it
   */
  public boolean bind(long wish, String account, Long member) {
    // Claims are made with the wish locked: none is made while we look.
    wishes.lock(wish);
    return queries.bind(wish, account, orNobody(member)) == 1;
  }

  private static long orNobody(Long member) {
    return member == null ? NOBODY : member;
  }

  /**
   * Takes a wish from an account that did not record it.
   *
   * @return false where it is not that account's to give up
   */
  public boolean unbind(long wish, String account) {
    return queries.unbind(wish, account) == 1;
  }

  /** The path of a wish's division. */
  public Optional<String> division(long wish) {
    return queries.divisionPath(wish).stream().findFirst();
  }

  /** Whether a wish has not ended and is no account's. */
  public boolean isUnbound(long wish) {
    return queries.countUnbound(wish) > 0;
  }
}
