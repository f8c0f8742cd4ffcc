package org.microwish.verify;

import java.time.Duration;
import java.time.Instant;
import org.microwish.ledger.leaf.Leaf;

/**
 * Checks the times of a leaf: they must not be in the future or before those of the aggregate's
 * previous leaf, and the event must not be later than its recording.
 */
final class TimeAudit {

  /** The tolerance between two times that instances of the service have set by different clocks. */
  static final Duration CLOCKS = Duration.ofSeconds(60);

  /** The tolerance for times after the verifier's clock, which may be slow. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final Instant now;

  TimeAudit(Instant now) {
    this.now = now;
  }

  /** Checks the next leaf of an aggregate; returns null if there is no finding. */
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
