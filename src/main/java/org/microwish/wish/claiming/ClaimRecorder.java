package org.microwish.wish.claiming;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * Claims wishes in the caller's transaction without the queue and without an idempotency key; for
 * sample data and imports.
 */
@ApplicationScoped
public class ClaimRecorder {

  private final ClaimBatch batches;
  private final EntityManager entities;

  ClaimRecorder(ClaimBatch batches, EntityManager entities) {
    this.batches = batches;
    this.entities = entities;
  }

  /**
   * Claims a wish in the member's own name or, for a steward, in the organisation's name; for an
   * operator who records late that somebody claimed offline, in the name of the caller's {@code
   * onBehalfOf}.
   *
   * @param pledge the amount pledged with the claim; zero for none
   * @param form the pledge's form; null with a pledge of zero
   * @param participants ids of participating members; a claiming member need not be included
   * @param occurredAt the time of the event, or null for now
   * @throws org.microwish.problem.ProblemException if the claim is refused
   */
  public WishReceipt claim(
      Caller caller,
      long wishId,
      Money pledge,
      Form form,
      List<Long> participants,
      Instant occurredAt) {
    WishReceipt receipt =
        batches.record(
            new ClaimRequest(caller, wishId, pledge, form, participants, occurredAt, null, null));
    // The batch writes with JDBC; clears the session, so that later commands of this transaction do
    // not see stale entities.
    entities.flush();
    entities.clear();
    return receipt;
  }
}
