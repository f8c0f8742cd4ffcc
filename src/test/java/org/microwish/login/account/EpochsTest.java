package org.microwish.login.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;

/** Tests token epochs with two instances, and while the database is unavailable. */
@Tag("database")
@QuarkusTest
class EpochsTest {

  @Inject Epochs here;
  @Inject AccountQueries queries;
  @Inject Event<Epochs.Raised> raised;
  @Inject Transactions transactions;
  @Inject Time time;

  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void raisedEpoch_isKnownToAnotherInstanceSoon() {
    Epochs there = new Epochs(queries, transactions, raised, time);
    String account = "epochs-" + System.nanoTime();
    assertThat(there.isRevoked(account, 0, time.now())).isFalse();
    assertThat(there.areKnown()).isTrue();
    transactions.run(() -> here.raise(account));
    assertThat(here.areKnown()).isFalse();
    assertThat(here.isRevoked(account, 0, time.now())).isTrue();
    assertThat(here.isRevoked(account, 1, time.now())).isFalse();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> there.isRevoked(account, 0, time.now()));
  }

  @Test
  void manyChecks_needAtMostTwoQueries() {
    Epochs there = new Epochs(failing(), transactions, raised, time);
    Instant now = time.now();
    for (int i = 0; i < 1000; i++) {
      there.isRevoked("account-" + i, 0, now);
    }
    assertThat(reads).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void databaseUnavailable_knownEpochsStayValidForAWhile_thenChecksFail() {
    Epochs there = new Epochs(failing(), transactions, raised, time);
    String good = "good-" + System.nanoTime();
    String bad = "bad-" + System.nanoTime();
    transactions.run(() -> there.raise(bad));
    long known = System.nanoTime();
    assertThat(there.isRevoked(bad, 0, time.now())).isTrue();
    away.set(true);
    assertThat(there.isRevoked(good, 0, time.now())).isFalse();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !believes(there, bad, good));
    assertThat(Duration.ofNanos(System.nanoTime() - known)).isGreaterThan(Duration.ofSeconds(4));
    // No caller waits for a database that has just failed.
    int before = reads.get();
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> there.isRevoked(good, 0, time.now()))
          .hasMessage("DATABASE_UNAVAILABLE");
    }
    assertThat(reads.get() - before).isLessThanOrEqualTo(1);
    away.set(false);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> believes(there, bad, good));
  }

  /**
   * Returns true if the answers are right, false if they are DATABASE_UNAVAILABLE; a wrong answer
   * fails the test.
   */
  private boolean believes(Epochs epochs, String bad, String good) {
    try {
      assertThat(epochs.isRevoked(bad, 0, time.now())).isTrue();
      assertThat(epochs.isRevoked(good, 0, time.now())).isFalse();
      return true;
    } catch (ProblemException unknown) {
      assertThat(unknown).hasMessage("DATABASE_UNAVAILABLE");
      assertThat(unknown.retryAfter()).isPresent();
      return false;
    }
  }

  /** Returns the real queries, which fail while {@link #away} is set. */
  private AccountQueries failing() {
    return (AccountQueries)
        Proxy.newProxyInstance(
            AccountQueries.class.getClassLoader(),
            new Class<?>[] {AccountQueries.class},
            (proxy, method, arguments) -> {
              reads.incrementAndGet();
              if (away.get()) {
                throw new IllegalStateException("the database is unavailable");
              }
              return method.invoke(queries, arguments);
            });
  }
}
