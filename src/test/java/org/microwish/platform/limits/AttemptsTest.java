package org.microwish.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.testing.TestDatabase;

/**
 * Tests the default limits: 20 attempts in 15 minutes, lockout after 5 failures, 30 seconds
 * doubling up to 15 minutes.
 */
@Tag("database")
@QuarkusTest
class AttemptsTest {

  private static final String KIND = "try-of-a-test";

  @Inject Attempts attempts;

  private final String key = "openid-" + UUID.randomUUID();

  private ProblemException refusal() {
    return catchThrowableOfType(ProblemException.class, () -> attempts.spend(KIND, key));
  }

  @Test
  void attempts_areLimitedPerWindow_andResetWithTheNext() throws SQLException {
    for (int i = 0; i < 20; i++) {
      attempts.spend(KIND, key);
    }
    ProblemException refused = refusal();
    assertThat(refused.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    assertThat(refused.retryAfter().orElseThrow())
        .isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
    assertThatCode(() -> attempts.spend(KIND, key + "other")).doesNotThrowAnyException();

    later(Duration.ofMinutes(15));
    assertThatCode(() -> attempts.spend(KIND, key)).doesNotThrowAnyException();
  }

  @Test
  void check_refusesLikeAnAttempt_butCountsNothing() {
    for (int i = 0; i < 30; i++) {
      attempts.require(KIND, key);
    }
    assertThat(refusal()).isNull();
    for (int i = 0; i < 5; i++) {
      attempts.failed(KIND, key);
    }
    assertThatThrownBy(() -> attempts.require(KIND, key)).hasMessage("TOO_MANY_REQUESTS");
  }

  @Test
  void concurrentAttempts_areAllCounted() throws Exception {
    CountDownLatch together = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        tries.add(
            threads.submit(
                () -> {
                  together.await();
                  return refusal() == null;
                }));
      }
      together.countDown();
      int let = 0;
      for (Future<Boolean> one : tries) {
        let += one.get() ? 1 : 0;
      }
      assertThat(let).isEqualTo(20);
    }
  }

  @Test
  void repeatedFailures_lockOut_withDoublingDuration() throws SQLException {
    for (int i = 0; i < 4; i++) {
      attempts.failed(KIND, key);
    }
    assertThat(refusal()).isNull();
    long before = 0;
    for (long seconds : new long[] {30, 60, 120, 240, 480, 900, 900}) {
      attempts.failed(KIND, key);
      assertThat(refusal().retryAfter().orElseThrow())
          .isBetween(Duration.ofSeconds(seconds - 5), Duration.ofSeconds(seconds));
      assertThat(seconds).isGreaterThanOrEqualTo(before);
      before = seconds;
    }
    later(Duration.ofMinutes(16));
    assertThat(refusal()).isNull();
    // The lockout has ended, but the failures are still counted.
    attempts.failed(KIND, key);
    assertThat(refusal()).isNotNull();
    later(Duration.ofMinutes(31));
    attempts.failed(KIND, key);
    assertThat(refusal()).isNull();
  }

  @Test
  void success_resetsTheFailures() {
    for (int i = 0; i < 4; i++) {
      attempts.failed(KIND, key);
    }
    attempts.succeeded(KIND, key);
    attempts.failed(KIND, key);
    assertThat(refusal()).isNull();
  }

  @Test
  void failuresInARolledBackTransaction_areCounted() {
    QuarkusTransaction.begin();
    for (int i = 0; i < 5; i++) {
      attempts.failed(KIND, key);
    }
    QuarkusTransaction.rollback();
    assertThat(refusal()).isNotNull();
  }

  @Test
  void keys_areStoredHashed() throws SQLException {
    attempts.spend(KIND, key);
    try (Connection connection = TestDatabase.connection();
        PreparedStatement rows =
            connection.prepareStatement(
                "SELECT kind, HEX(key_hash), CONVERT(key_hash USING latin1) FROM attempt"
                    + " WHERE kind = ?")) {
      rows.setString(1, KIND);
      try (ResultSet row = rows.executeQuery()) {
        assertThat(row.next()).isTrue();
        do {
          assertThat(row.getString(3)).doesNotContain("openid");
        } while (row.next());
      }
    }
  }

  @Test
  void outdatedRows_areDeleted() throws SQLException {
    attempts.spend(KIND, key);
    later(Duration.ofDays(3));
    attempts.forget();
    try (Connection connection = TestDatabase.connection();
        PreparedStatement rows =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM attempt WHERE updated_at < UTC_TIMESTAMP(6) - INTERVAL 2"
                    + " DAY");
        ResultSet row = rows.executeQuery()) {
      row.next();
      assertThat(row.getInt(1)).isZero();
    }
  }

  /** Moves all rows of this class into the past. */
  private static void later(Duration passed) throws SQLException {
    try (Connection connection = TestDatabase.connection();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE attempt SET window_started_at = window_started_at - INTERVAL ? SECOND,"
                    + " failed_at = failed_at - INTERVAL ? SECOND,"
                    + " locked_until = locked_until - INTERVAL ? SECOND,"
                    + " updated_at = updated_at - INTERVAL ? SECOND WHERE kind = ?")) {
      for (int i = 1; i <= 4; i++) {
        update.setLong(i, passed.toSeconds());
      }
      update.setString(5, KIND);
      update.executeUpdate();
    }
  }
}
