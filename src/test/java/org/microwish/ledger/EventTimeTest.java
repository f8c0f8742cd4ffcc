package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;

@Tag("fast")
class EventTimeTest {

  @Test
  void clockThatWentBack_leavesAnAggregatesTimesInOrder() {
    Instant last = Instant.parse("2026-03-01T12:00:00Z");
    Instant now = last.minusSeconds(7200);
    EventTime time = EventTime.of(Caller.SYSTEM, null, last, now);
    assertThat(time.occurredAt()).isEqualTo(last);
    assertThat(time.recordedAt()).isEqualTo(now);
  }
}
