package org.microwish.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks signatures and the schedule against Standard Webhooks 1.0.0. */
@Tag("fast")
class SignaturesTest {

  private static final String SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  private static final long TIMESTAMP = 1614265330;
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  @Test
  void sign_yieldsTheTestVectorOfTheSpecification() {
    byte[] secret = Base64.getDecoder().decode(SECRET);
    assertThat(Signatures.sign(List.of(secret), ID, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
    assertThat(Signatures.text(secret).value()).isEqualTo("whsec_" + SECRET);
  }

  @Test
  void sign_yieldsOneSignatureForEachSecret() {
    byte[] secret = Base64.getDecoder().decode(SECRET);
    String both = Signatures.sign(List.of(new byte[32], secret), ID, TIMESTAMP, BODY);
    assertThat(both.split(" ", -1)).hasSize(2).contains(SIGNATURE).doesNotHaveDuplicates();
  }

  @Test
  void schedule_hasTenAttempts_withPausesOfTheSpecification_andJitter() {
    List<Duration> pauses =
        List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    for (int attempts = 1; attempts <= 9; attempts++) {
      Duration least = pauses.get(attempts - 1);
      assertThat(Schedule.pause(attempts, 0)).contains(least);
      assertThat(Schedule.pause(attempts, 1)).contains(least.multipliedBy(11).dividedBy(10));
    }
    assertThat(Schedule.pause(10, 0)).isEmpty();
  }

  @Test
  void retryAfter_readsSecondsAndDates_andIgnoresTheRest() {
    Instant now = Instant.parse("2026-03-01T08:00:00Z");
    assertThat(Schedule.retryAfter("120", now)).contains(Duration.ofMinutes(2));
    assertThat(Schedule.retryAfter("Sun, 01 Mar 2026 08:00:30 GMT", now))
        .contains(Duration.ofSeconds(30));
    assertThat(Schedule.retryAfter("Sun, 01 Mar 2026 07:00:00 GMT", now)).contains(Duration.ZERO);
    assertThat(Schedule.retryAfter("999999999", now)).contains(Duration.ofDays(1));
    for (String odd : new String[] {null, "", "soon", "-5", "1.5", "99999999999999999999"}) {
      assertThat(Schedule.retryAfter(odd, now)).as(odd).isEmpty();
    }
  }
}
