package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.List;

/**
 * One claim. If a claim ends without completion (DECLINED, RELEASED, REVOKED or LAPSED), its
 * figures contain no participants, and are kept only while its money is not zero.
 *
 * @param id the claim's id
 * @param state PENDING, ACTIVE, COMPLETED, DECLINED, RELEASED, REVOKED or LAPSED
 * @param inOwnName true if an organisation claims in its own name, false if a member claims
 * @param organisation the id of the claiming organisation, or of the claiming member's organisation
 * @param activeSince when the claim became ACTIVE for the first time; null before
 * @param dueAt the completion date; null while there is none, and after the delivery
 * @param money the amounts posted on this claim
 * @param participations all members who take part in the claim, including a claiming member, or who
 *     took part in a delivery; empty if the claim ended without completion
 */
public record ClaimFigures(
    String id,
    String state,
    boolean inOwnName,
    String organisation,
    Instant activeSince,
    Instant dueAt,
    MoneyFen money,
    List<Participation> participations) {

  static final String PENDING = "PENDING";
  static final String ACTIVE = "ACTIVE";
  static final String COMPLETED = "COMPLETED";

  public ClaimFigures {
    participations = List.copyOf(participations);
  }

  /** Whether the statistics count this claim: its state is ACTIVE or COMPLETED. */
  public boolean counts() {
    return ACTIVE.equals(state) || isCompleted();
  }

  /** Whether the claim's state is COMPLETED. */
  public boolean isCompleted() {
    return COMPLETED.equals(state);
  }

  boolean hasEnded() {
    return !counts() && !PENDING.equals(state);
  }
}
