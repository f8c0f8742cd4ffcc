package org.microwish.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Pump.Pause;

/** Pauses of a pump, and what ends them. */
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
  void goes_on_at_once_while_there_is_more() {
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
  void goes_on_by_itself_when_nobody_wakes_it() {
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
  void pauses_for_as_long_as_it_must_unless_somebody_is_in_a_hurry() throws InterruptedException {
    start(() -> Pause.exactly(HOUR));
    awaitRounds(1);
    pump.wake();
    Thread.sleep(50);
    assertThat(rounds).hasValue(1);
    pump.hurry();
    awaitRounds(2);
  }

  @Test
  void tries_again_after_a_failure_and_says_what_it_was() {
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
  void ends_a_pause_when_it_is_stopped() throws InterruptedException {
    start(() -> Pause.exactly(HOUR));
    awaitRounds(1);
    pump.stop();
    pump.hurry();
    Thread.sleep(50);
    assertThat(rounds).hasValue(1);
  }
}
