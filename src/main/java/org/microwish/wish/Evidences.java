package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The evidence of all wishes. */
@ApplicationScoped
public class Evidences implements PanacheRepositoryBase<Evidence, Long> {

  /** The evidence of a wish after an id, oldest first. */
  List<Evidence> ofWish(long wishId, long after, int limit) {
    return find("wishId = ?1 and id > ?2 order by id", wishId, after).page(0, limit).list();
  }

  /** The same, of these claims only. */
  List<Evidence> ofClaims(long wishId, Collection<Long> claimIds, long after, int limit) {
    return find("wishId = ?1 and claimId in ?2 and id > ?3 order by id", wishId, claimIds, after)
        .page(0, limit)
        .list();
  }

  /** The same, uploaded by one account only. */
  List<Evidence> ofUploader(long wishId, String account, long after, int limit) {
    return find("wishId = ?1 and uploadedBy = ?2 and id > ?3 order by id", wishId, account, after)
        .page(0, limit)
        .list();
  }

  /** The wish's data key by id, of those of these ids that have a row; null for a file in clear. */
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
