package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.List;

/**
 * One claim. A claim that has ended has no participants here, and is kept only while its money is
 * not zero.
 *
 * @param id the claim's id
 * @param state PENDING, ACTIVE, COMPLETED, DECLINED, RELEASED, REVOKED or LAPSED
 * @param inOwnName whether an organisation claims in its own name, not a member
 * @param organisation the claiming organisation, or the claiming member's
 * @param activeSince when it became ACTIVE for the first time; null before
 * @param money the amounts posted on this claim
 * @param participations all members in it, including the claiming one
 */
public record ClaimFigures(
    String id,
    String state,
    boolean inOwnName,
    String organisation,
    Instant activeSince,
    MoneyFen money,
    List<Participation> participations) {

  static final String PENDING = "PENDING";
  static final String ACTIVE = "ACTIVE";
  static final String COMPLETED = "COMPLETED";

  public ClaimFigures {
    participations = List.copyOf(participations);
  }

  /** Whether the statistics count it: ACTIVE or COMPLETED. */
  public boolean counts() {
    return ACTIVE.equals(state) || isCompleted();
  }

  /** Whether its state is COMPLETED. */
  public boolean isCompleted() {
    return COMPLETED.equals(state);
  }

  boolean hasEnded() {
    return !counts() && !PENDING.equals(state);
  }
}
