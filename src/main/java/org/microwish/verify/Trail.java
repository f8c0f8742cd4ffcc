package org.microwish.verify;

import java.time.Instant;
import org.microwish.statistics.fold.Figures;

/** What the leaves so far show of one aggregate. */
final class Trail {
  final int number;
  long version;
  String state;
  Instant occurredAt;
  Instant recordedAt;
  Figures figures;

  /** Whether a leaf of it had a finding: then later leaves cannot be compared with it. */
  boolean broken;

  Trail(int number) {
    this.number = number;
  }
}
