package org.microwish.matching;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.matching.score.Profile;

/** Why a claimant gets no matches. */
@Schema(description = "Why the claimant gets no matches")
public enum MatchClosed {
  /** The claimant has paused. */
  PAUSED,
  /** The claimant holds as many live claims as it may. */
  NO_ROOM,
  /** The claimant has made as many claims this month as it wants. */
  MONTH_FULL;

  static MatchClosed of(Profile claimant, int day) {
    if (!claimant.openness().open(day)) {
      return PAUSED;
    }
    if (claimant.live() >= claimant.cap()) {
      return NO_ROOM;
    }
    return claimant.room() == 0 ? MONTH_FULL : null;
  }
}
