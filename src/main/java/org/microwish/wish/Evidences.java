package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The evidence of all wishes. */
@ApplicationScoped
public class Evidences implements PanacheRepositoryBase<Evidence, Long> {

  /** Not what waits for a look or was rejected, but to whoever uploaded it. */
  private static final String SEEMLY =
      " and (e.uploadedBy = :viewer or not exists (select 1 from ModerationFinding f where f.wishId = :wish"
          + " and f.evidenceId = e.id and f.state in :unseemly))";

  private static final Set<ModerationFinding.State> UNSEEMLY =
      EnumSet.of(ModerationFinding.State.PENDING, ModerationFinding.State.REJECTED);

  /**
   * The evidence of a wish after an id, oldest first.
   *
   * @param viewer the account to whom others' images are shown only once somebody has looked at
   *     them; null where all are shown
   */
  List<Evidence> ofWish(long wishId, String viewer, long after, int limit) {
    return list(wishId, null, viewer, after, limit);
  }

  private List<Evidence> list(
      long wishId, Collection<Long> claimIds, String viewer, long after, int limit) {
    Map<String, Object> values = new HashMap<>();
    values.put("wish", wishId);
    values.put("after", after);
    StringBuilder where = new StringBuilder("from Evidence e where e.wishId = :wish");
    where.append(" and e.id > :after");
    if (claimIds != null) {
      where.append(" and e.claimId in :claims");
      values.put("claims", claimIds);
    }
    if (viewer != null) {
      where.append(SEEMLY);
      values.put("viewer", viewer);
      values.put("unseemly", UNSEEMLY);
    }
    return find(where.append(" order by e.id").toString(), values).page(0, limit).list();
  }

  /** The same, of these claims only. */
  List<Evidence> ofClaims(
      long wishId, Collection<Long> claimIds, String viewer, long after, int limit) {
    return list(wishId, claimIds, viewer, after, limit);
  }

  /** What one account has uploaded. */
  List<Evidence> ofUploader(long wishId, String account, long after, int limit) {
    return find("wishId = ?1 and uploadedBy = ?2 and id > ?3 order by id", wishId, account, after)
        .page(0, limit)
        .list();
  }

  /** The wish's data key by id, of those of these ids that have a row. */
  Map<Long, Long> keys(Collection<Long> ids) {
    Map<Long, Long> keys = new HashMap<>();
    getEntityManager()
        .createQuery("select e.id, e.keyId from Evidence e where e.id in ?1", Object[].class)
        .setParameter(1, ids)
        .getResultList()
        .forEach(row -> keys.put((Long) row[0], (Long) row[1]));
    return keys;
  }

  /** The files of a wish. */
  List<Long> idsOfWish(long wishId) {
    return getEntityManager()
        .createQuery("select e.id from Evidence e where e.wishId = ?1", Long.class)
        .setParameter(1, wishId)
        .getResultList();
  }
}
