package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.stream.Collectors;
import org.microwish.wish.lifecycle.WishTransition;

/** The wishes. */
@ApplicationScoped
public class Wishes implements PanacheRepositoryBase<Wish, Long> {

  /**
   * Takes the wish's row lock and raises its version, if its state lets the transition begin; for a
   * claim also if a place and enough of the budget are free. The database decides this in one
   * statement, so however many come at once, no more get through than there is room for.
   *
   * @param pledge what a new claim commits
   * @return whether the lock is held
   */
  boolean lock(long id, WishTransition transition, BigDecimal pledge) {
    String states =
        transition.sources().stream()
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", "));
    boolean takes = transition == WishTransition.CLAIM || transition == WishTransition.APPROVE;
    String free =
        takes
            ? " AND claiming_closed = FALSE"
                + " AND (capacity = 'PLACES' AND places_taken < places"
                + " OR capacity = 'AMOUNT' AND amount_taken < budget)"
                + " AND (budget IS NULL OR committed + spent + ?2 <= budget)"
            : "";
    var update =
        getEntityManager()
            .createNativeQuery(
                "UPDATE wish SET version = version + 1 WHERE id = ?1 AND state IN ("
                    + states
                    + ")"
                    + free)
            .setParameter(1, id);
    if (takes) {
      update.setParameter(2, pledge);
    }
    return update.executeUpdate() == 1;
  }
}
