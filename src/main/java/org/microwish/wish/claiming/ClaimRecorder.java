package org.microwish.wish.claiming;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.microwish.caller.Caller;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/** Claims wishes in the caller's transaction, without queue and key: for what is loaded at once. */
@ApplicationScoped
public class ClaimRecorder {

  private final ClaimBatch batches;
  private final EntityManager entities;

  ClaimRecorder(ClaimBatch batches, EntityManager entities) {
    this.batches = batches;
    this.entities = entities;
  }

  /**
   * Claims a wish, in the member's own name or, for a steward, in the organisation's.
   *
   * @param pledge what is committed with it; zero where nothing is
   * @param form the pledge's form; null with a pledge of zero
   * @param participants members who take part, besides a claiming member itself
   * @param occurredAt when it happened, or null for now
   * @throws org.microwish.problem.ProblemException the refusal
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
    // The next command of the transaction must read what the batch has written past the session.
    entities.flush();
    entities.clear();
    return receipt;
  }
}
