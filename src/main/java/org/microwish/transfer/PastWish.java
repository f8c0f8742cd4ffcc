package org.microwish.transfer;

import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import org.microwish.wish.command.Publication;
import org.microwish.wish.command.WishDraft;

/**
 * A wish of the past with all that happened to it, as the rows of a history describe it.
 *
 * @param row the first row of the wish
 * @param reviewedAt when the wish was published or rejected; null if it was not reviewed
 * @param publication null if the wish was not published
 * @param confirmedAt null if the wish is not fulfilled
 */
record PastWish(
    Row row,
    @Valid WishDraft draft,
    Instant reviewedAt,
    @Valid Publication publication,
    List<PastClaim> claims,
    Instant confirmedAt,
    Integer rating) {

  /** Omits the values, because they can be personal and logs must not show them. */
  @Override
  public String toString() {
    return "PastWish";
  }
}
