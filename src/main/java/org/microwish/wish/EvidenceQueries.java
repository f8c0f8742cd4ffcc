package org.microwish.wish;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;

/** Queries on evidence. */
interface EvidenceQueries {

  /** A piece of evidence and the wish's data key that its own key is sealed under. */
  record Keyed(long id, long keyId) {}

  @HQL("select id, keyId from Evidence where id in :ids")
  List<Keyed> keys(Collection<Long> ids);

  @HQL("select id from Evidence where wishId = :wishId")
  List<Long> ofWish(long wishId);
}
