package org.microwish.wish.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.wish.WishView;

/**
 * A wish in the desk's list.
 *
 * @param waitingDays whole days since the submission, or the creation of a draft; null once the
 *     wish is fulfilled or has ended
 * @param dueBy the next deadline; null if there is none
 * @param overdue whether the review, an approval, a claim or the resident's answer is late
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "A wish in the desk's list. `waitingDays` counts whole days since the submission, or since"
            + " the creation of a draft, until the wish is fulfilled or ends. `dueBy` is the next"
            + " deadline: of the review (SUBMITTED), of claiming (OPEN), the earliest of the"
            + " claims (CLAIMED, IN_PROGRESS), of the resident's answer (DELIVERED), or the end of"
            + " the notice (FULFILLED). `overdue` is true if the review, an approval, a claim or"
            + " the answer is late.")
public record DeskWish(WishView wish, Long waitingDays, Instant dueBy, boolean overdue) {}
