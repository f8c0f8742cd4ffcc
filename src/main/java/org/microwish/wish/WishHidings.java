package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import org.microwish.platform.Ids;

/**
 * Notes that wishes leave the wall for a reason that nobody may learn: a withdrawn consent, an
 * erasure, a legal hold, or a name in the public texts. Subscribers learn that the wish is not
 * public any more, but not why.
 */
@ApplicationScoped
public class WishHidings {

  private final WishQueries queries;
  private final Ids ids;

  WishHidings(WishQueries queries, Ids ids) {
    this.queries = queries;
    this.ids = ids;
  }

  /** Notes, in the running transaction, that a wish is about to leave the wall. */
  public void add(Wish wish) {
    if (wish.firstPublishedAt != null && !wish.offWall && !wish.held) {
      queries.addHiding(ids.next(), wish.id, wish.version);
    }
  }
}
