package org.microwish.wish;

import java.util.List;
import org.hibernate.annotations.processing.HQL;

/** What belongs to one wish, oldest first. */
interface WishQueries {

  @HQL("from WishNote where wishId = :wishId order by id")
  List<WishNote> notes(long wishId);

  @HQL("from GuardianConsent where wishId = :wishId order by id")
  List<GuardianConsent> consents(long wishId);

  @HQL("from Meeting where wishId = :wishId order by id")
  List<Meeting> meetings(long wishId);

  @HQL("from FollowUp where wishId = :wishId order by id")
  List<FollowUp> followUps(long wishId);
}
