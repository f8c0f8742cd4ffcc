package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.lifecycle.WishState;

/**
 * Whose wishes are whose, where staff put them on record before the resident had an account. Who
 * the resident of a wish is does not change the wish: it makes no version, and is on record as a
 * binding of the account. Works in the caller's transaction.
 */
@ApplicationScoped
public class Residents {

  /** What has ended is given to nobody: a telephone number may have passed to somebody else. */
  private static final List<String> ENDED =
      Arrays.stream(WishState.values()).filter(WishState::isFinal).map(Enum::name).toList();

  /**
   * Whoever has a hand in the work does not come to confirm it as its resident: neither who claimed
   * nor the member who claimed or took part, however that ended. Parameters 4 and 5 are the account
   * and its member.
   */
  private static final String NOT_AT_WORK =
      " AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.wish_id = wish.id AND (c.claimed_by = ?4"
          + " OR (c.claimant_type = 'MEMBER' AND c.claimant_id = ?5)"
          + " OR EXISTS (SELECT 1 FROM claim_participant p"
          + " WHERE p.claim_id = c.id AND p.member_id = ?5)))";

  /** Stands for no member; ids are positive. */
  private static final long NOBODY = 0;

  private final EntityManager entities;

  Residents(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Those of the wishes that have not ended and are no account's, and that this one neither
   * recorded nor works on.
   *
   * @param member the account's member, or null
   */
  public List<Long> unbound(Collection<Long> wishes, String account, Long member) {
    List<Long> found = new ArrayList<>();
    for (List<Long> chunk : Rows.chunks(wishes)) {
      List<?> rows =
          entities
              .createNativeQuery(
                  "SELECT id FROM wish WHERE id IN (?1) AND resident IS NULL"
                      + " AND held = FALSE AND erased_at IS NULL"
                      + " AND state NOT IN (?2) AND created_by <> ?3"
                      + NOT_AT_WORK
                      + " ORDER BY id")
              .setParameter(1, chunk)
              .setParameter(2, ENDED)
              .setParameter(3, account)
              .setParameter(4, account)
              .setParameter(5, member == null ? NOBODY : member)
              .getResultList();
      rows.forEach(id -> found.add(((Number) id).longValue()));
    }
    return found;
  }

  /**
   * Gives a wish to a resident's account.
   *
   * @param member the account's member, or null
   * @return false where it has ended or is somebody's already, or where the account works on it
   */
  public boolean bind(long wish, String account, Long member) {
    // Claims are made with the wish locked: none is made while we look.
    entities
        .createNativeQuery("SELECT id FROM wish WHERE id = ?1 FOR UPDATE")
        .setParameter(1, wish)
        .getResultList();
    return entities
            .createNativeQuery(
                "UPDATE wish SET resident = ?2 WHERE id = ?1 AND resident IS NULL"
                    + " AND held = FALSE AND erased_at IS NULL AND state NOT IN (?3)"
                    + NOT_AT_WORK)
            .setParameter(1, wish)
            .setParameter(2, account)
            .setParameter(3, ENDED)
            .setParameter(4, account)
            .setParameter(5, member == null ? NOBODY : member)
            .executeUpdate()
        == 1;
  }

  /**
   * Takes a wish from an account that did not record it.
   *
   * @return false where it is not that account's to give up
   */
  public boolean unbind(long wish, String account) {
    return entities
            .createNativeQuery(
                "UPDATE wish SET resident = NULL WHERE id = ?1 AND resident = ?2"
                    + " AND held = FALSE AND created_by <> ?2")
            .setParameter(1, wish)
            .setParameter(2, account)
            .executeUpdate()
        == 1;
  }

  /** The path of a wish's division. */
  public Optional<String> division(long wish) {
    List<?> paths =
        entities
            .createNativeQuery("SELECT division_path FROM wish WHERE id = ?1")
            .setParameter(1, wish)
            .getResultList();
    return paths.stream().findFirst().map(String.class::cast);
  }

  /** Whether a wish has not ended and is no account's. */
  public boolean isUnbound(long wish) {
    return !entities
        .createNativeQuery(
            "SELECT id FROM wish WHERE id = ?1 AND resident IS NULL"
                + " AND held = FALSE AND erased_at IS NULL AND state NOT IN (?2)")
        .setParameter(1, wish)
        .setParameter(2, ENDED)
        .getResultList()
        .isEmpty();
  }
}
