package org.microwish.verify;

import java.time.Duration;
import java.time.Instant;
import org.microwish.ledger.leaf.Leaf;

/** Checks that times do not go back within an aggregate and do not lie in the future. */
final class TimeAudit {

  /** How much the clocks of the service's instances may differ. */
  private static final Duration CLOCKS = Duration.ofSeconds(60);

  /** How much the verifier's clock may be behind. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Instant now;

  TimeAudit(Instant now) {
    this.now = now;
  }

  /** Checks the next leaf of an aggregate; null without a finding. */
  Finding check(long index, Leaf leaf, Trail before) {
    Instant occurredAt = leaf.occurredAt();
    Instant recordedAt = leaf.recordedAt();
    if (recordedAt.isAfter(now.plus(AHEAD)) || occurredAt.isAfter(now.plus(AHEAD))) {
      return Rule.IN_FUTURE.at(
          index, recordedAt.isAfter(occurredAt) ? recordedAt : occurredAt, now);
    }
    if (occurredAt.isAfter(recordedAt.plus(CLOCKS))) {
      return Rule.OCCURRED_LATER.at(index, occurredAt, recordedAt);
    }
    if (before.version == 0) {
      return null;
    }
    if (occurredAt.isBefore(before.occurredAt)) {
      return Rule.OCCURRED_BACK.at(index, occurredAt, before.occurredAt);
    }
    return recordedAt.plus(CLOCKS).isBefore(before.recordedAt)
        ? Rule.RECORDED_BACK.at(index, recordedAt, before.recordedAt)
        : null;
  }
}
