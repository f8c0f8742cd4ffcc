package org.microwish.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** When a failed delivery is tried again: the schedule that Standard Webhooks recommends. */
final class Schedule {

  /** The pause before each attempt: the first element is the pause before the first attempt. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /**
   * By how much of its length a pause may be extended at random, so that failed deliveries are not
   * all repeated at once.
   */
  private static final double JITTER = 0.1;

  /** The pause after the status 429 without a Retry-After header. */
  static final Duration SLOW = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofDays(1);

  private Schedule() {}

  /**
   * Returns the pause before the next attempt; empty if there is no further attempt.
   *
   * @param attempts the number of attempts so far
   * @param random a random number from 0 to 1
   */
  static Optional<Duration> pause(int attempts, double random) {
    return attempts >= PAUSES.size()
        ? Optional.empty()
        : Optional.of(
            Duration.ofMillis(Math.round(PAUSES.get(attempts).toMillis() * (1 + JITTER * random))));
  }

  /**
   * Parses a {@code Retry-After} header: seconds or a date (RFC 9110 section 10.2.3). Returns one
   * day for longer times; empty for null and any other text.
   */
  static Optional<Duration> retryAfter(String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    Duration asked;
    try {
      asked =
          header.strip().matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(header.strip()))
              : Duration.between(
                  now,
                  ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant());
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
    return asked.isNegative()
        ? Optional.of(Duration.ZERO)
        : Optional.of(asked.compareTo(LONGEST) > 0 ? LONGEST : asked);
  }
}
