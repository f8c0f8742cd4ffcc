package org.microwish.verify;

import java.time.Instant;
import org.microwish.statistics.fold.Figures;

/** What the leaves so far show about one aggregate. */
final class Trail {
  final int number;
  long version;
  String state;
  Instant occurredAt;
  Instant recordedAt;
  Figures figures;

  /**
   * True after a finding about the aggregate: the rules are then not checked for its later leaves.
   */
  boolean broken;

  Trail(int number) {
    this.number = number;
  }
}
