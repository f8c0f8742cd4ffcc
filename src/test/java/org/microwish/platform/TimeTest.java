package org.microwish.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the service's clock on machines whose own clock is wrong or is set. */
@Tag("fast")
class TimeTest {

  private static final Instant DATABASE = Instant.parse("2026-03-01T00:00:00Z");

  /** Tolerance for the time that passes between two steps of a test. */
  private static final Duration MOMENT = Duration.ofMinutes(5);

  private Duration ahead = Duration.ofHours(2);

  private final Time time =
      new Time() {
        @Override
        public Instant own() {
          return DATABASE.plus(ahead);
        }
      };

  private void read(Instant database) {
    long now = System.nanoTime();
    time.follow(database, now, now);
  }

  @Test
  void databaseIsFollowed_whateverTheOwnClockShows() {
    assertThat(time.now()).as("nothing else is known").isEqualTo(time.own());

    read(DATABASE);
    assertThat(time.now()).isBetween(DATABASE, DATABASE.plus(MOMENT));
    ahead = Duration.ofHours(-2);
    assertThat(time.now()).isBetween(DATABASE, DATABASE.plus(MOMENT));
    read(DATABASE.plusSeconds(1));
    assertThat(time.now()).isBetween(DATABASE.plusSeconds(1), DATABASE.plusSeconds(1).plus(MOMENT));
  }

  @Test
  void databasesClockThatGoesBack_isFollowed() {
    read(DATABASE);
    Instant back = DATABASE.minus(Duration.ofDays(1));
    read(back);
    assertThat(time.now()).isBetween(back, back.plus(MOMENT));
  }

  @Test
  void readingWithinItsRoundTrip_changesNothing() {
    long start = System.nanoTime();
    time.follow(DATABASE, start, start);
    long second = Duration.ofSeconds(1).toNanos();
    // According to this clock, the database was read between 10 and 12 s after DATABASE. The
    // reading is 11 s, so it does not contradict this clock.
    time.follow(DATABASE.plusSeconds(11), start + 10 * second, start + 12 * second);
    assertThat(time.now()).isBefore(DATABASE.plus(MOMENT));
    Instant before = time.now();
    // A reading that contradicts this clock changes it by the smallest amount that removes the
    // contradiction: 1,001 s.
    time.follow(DATABASE.plusSeconds(1013), start + 10 * second, start + 12 * second);
    assertThat(Duration.between(before, time.now()))
        .isBetween(Duration.ofSeconds(1001), Duration.ofSeconds(1001).plus(MOMENT));
  }
}
