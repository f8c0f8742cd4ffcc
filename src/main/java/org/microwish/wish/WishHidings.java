package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import org.microwish.platform.Ids;

/**
 * Records that a wish leaves the wall for a reason that must stay secret: a withdrawn consent, an
 * erasure, a legal hold, or a name in the public texts. Readers of the feed of changes learn that
 * the wish is not public any more, but not why.
 */
@ApplicationScoped
public class WishHidings {

  private final WishQueries queries;
  private final Ids ids;

  WishHidings(WishQueries queries, Ids ids) {
    this.queries = queries;
    this.ids = ids;
  }

  /**
   * Records, in the running transaction, that a wish is about to leave the wall. Does nothing if
   * the public cannot see the wish already.
   */
  public void add(Wish wish) {
    if (wish.firstPublishedAt != null && !wish.offWall && !wish.held) {
      queries.addHiding(ids.next(), wish.id, wish.version);
    }
  }
}
