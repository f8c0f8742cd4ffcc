package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.List;

/**
 * One claim. A claim that has ended has no participants left here and stays only as long as money
 * stands on it.
 *
 * @param id the claim's id
 * @param state PENDING, ACTIVE, COMPLETED, DECLINED, RELEASED, REVOKED or LAPSED
 * @param inOwnName whether an organisation claims in its own name, not a member
 * @param organisation the claiming organisation, or the claiming member's
 * @param activeSince when it became ACTIVE for the first time; null before
 * @param money what was posted on this claim
 * @param participations every member in it, the claiming one included
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

  /** Whether the wish was fulfilled by it. */
  public boolean isCompleted() {
    return COMPLETED.equals(state);
  }

  boolean hasEnded() {
    return !counts() && !PENDING.equals(state);
  }
}
