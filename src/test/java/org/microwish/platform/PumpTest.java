package org.microwish.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Pump.Pause;

/** Tests a pump's pauses and what ends them. */
@Tag("fast")
class PumpTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicInteger rounds = new AtomicInteger();
  private Pump pump;

  private void start(Pump.Work work) {
    pump =
        new Pump(
            "test",
            () -> {
              rounds.incrementAndGet();
              return work.round();
            });
    pump.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    pump.stop();
  }

  private void awaitRounds(int count) {
    await().until(() -> rounds.get() >= count);
  }

  @Test
  void continues_at_once_while_there_is_more_work() {
    start(() -> rounds.get() < 100 ? Pause.NONE : Pause.atMost(HOUR));
    awaitRounds(100);
  }

  @Test
  void pauses_until_it_is_woken() throws InterruptedException {
    start(() -> Pause.atMost(HOUR));
    awaitRounds(1);
    Thread.sleep(50);
    assertThat(rounds).hasValue(1);
    pump.wake();
    awaitRounds(2);
  }

  @Test
  void continues_after_the_pause_without_a_wake_up() {
    start(() -> Pause.atMost(Duration.ofMillis(1)));
    awaitRounds(3);
  }

  @Test
  void a_wake_up_during_a_round_is_not_lost() {
    start(
        () -> {
          if (rounds.get() == 1) {
            pump.wake();
          }
          return Pause.atMost(HOUR);
        });
    awaitRounds(2);
  }

  @Test
  void an_exact_pause_ends_only_with_hurry() throws InterruptedException {
    start(() -> Pause.exactly(HOUR));
    awaitRounds(1);
    pump.wake();
    Thread.sleep(50);
    assertThat(rounds).hasValue(1);
    pump.hurry();
    awaitRounds(2);
  }

  @Test
  void retries_after_a_failure_and_reports_it() {
    start(
        () -> {
          if (rounds.get() == 1) {
            throw new IllegalStateException("the first round");
          }
          return Pause.atMost(HOUR);
        });
    await().until(() -> pump.failure().isPresent());
    assertThat(pump.failure().orElseThrow()).contains("the first round");
    pump.hurry();
    await().until(() -> pump.failure().isEmpty());
  }

  @Test
  void stop_ends_a_pause_without_another_round() throws InterruptedException {
    start(() -> Pause.exactly(HOUR));
    awaitRounds(1);
    pump.stop();
    pump.hurry();
    Thread.sleep(50);
    assertThat(rounds).hasValue(1);
  }
}
