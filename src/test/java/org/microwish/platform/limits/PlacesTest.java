package org.microwish.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PlacesTest {

  private final Places places = new Places(2, 3);

  @Test
  void oneKeyHoldsAtMostItsShare_andAllKeysAtMostTheTotal() {
    Runnable first = places.take("a").orElseThrow();
    assertThat(places.take("a")).isPresent();
    assertThat(places.take("a")).isEmpty();
    assertThat(places.take("b")).isPresent();
    assertThat(places.take("b")).as("all are taken").isEmpty();

    first.run();
    first.run();
    assertThat(places.take("c")).isPresent();
    assertThat(places.take("c")).as("given back once only").isEmpty();
  }

  @Test
  void concurrentKeys_neverHoldTooMany_andLeaveNothingBehind() {
    AtomicInteger held = new AtomicInteger();
    AtomicInteger tooMany = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 10_000; i++) {
        String key = "k" + i % 5;
        threads.execute(
            () -> {
              Optional<Runnable> place = places.take(key);
              if (place.isPresent()) {
                tooMany.addAndGet(held.incrementAndGet() > 3 ? 1 : 0);
                held.decrementAndGet();
                place.get().run();
              }
            });
      }
    }
    assertThat(tooMany).hasValue(0);
    assertThat(places.areFree()).isTrue();
  }
}
