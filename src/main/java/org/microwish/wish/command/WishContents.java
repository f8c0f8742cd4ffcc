package org.microwish.wish.command;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionContents;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Moves wishes, whatever their state, when their community, grid or building is merged into
 * another.
 */
@ApplicationScoped
class WishContents implements DivisionContents {

  private static final List<WishState> OVER =
      List.of(
          WishState.FULFILLED,
          WishState.ARCHIVED,
          WishState.REJECTED,
          WishState.REFERRED,
          WishState.WITHDRAWN);

  private final WishExecutor executor;
  private final Moderation moderation;
  private final WishReferences references;
  private final WishMoveQueries queries;

  WishContents(
      WishExecutor executor,
      Moderation moderation,
      WishReferences references,
      WishMoveQueries queries) {
    this.references = references;
    this.executor = executor;
    this.moderation = moderation;
    this.queries = queries;
  }

  @Override
  public String name() {
    return "wishes";
  }

  @Override
  public long count(String path) {
    return queries.countOpen(path, OVER);
  }

  @Override
  public List<Misplaced> misplaced(int limit) {
    return queries.misplaced(limit);
  }

  @Override
  public void move(Misplaced row) {
    executor.execute(
        CommandOnWish.of(Caller.SYSTEM, row.id(), WishTransition.MOVE)
            .writing(
                context -> {
                  context.wish.divisionPath = row.path();
                  references.move(context.wish);
                  moderation.move(context.wish, row.path());
                  context.facts.put("wish", LeafFacts.wish(context.wish));
                }));
  }
}
