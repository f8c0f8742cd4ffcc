package org.microwish.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class BucketsTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Buckets buckets = new Buckets("test", 10, Duration.ofSeconds(20), 1000);

  @Test
  void bucket_refillsAtItsRate() {
    long now = Long.MAX_VALUE - SECOND; // nanoTime may wrap
    for (int i = 9; i >= 0; i--) {
      Buckets.Grant grant = buckets.take("a", now);
      assertThat(grant.granted()).isTrue();
      assertThat(grant.remaining()).isEqualTo(i);
    }
    Buckets.Grant refused = buckets.take("a", now);
    assertThat(refused.granted()).isFalse();
    assertThat(refused.retryIn()).isEqualTo(Duration.ofSeconds(2));
    assertThat(refused.full()).isEqualTo(Duration.ofSeconds(20));
    assertThat(buckets.state(refused)).isEqualTo("\"test\";r=0;t=20");
    assertThat(buckets.policy()).isEqualTo("\"test\";q=10;w=20");
    assertThat(buckets.take("b", now).granted()).as("another key").isTrue();

    now += 2 * SECOND;
    assertThat(buckets.take("a", now).granted()).isTrue();
    assertThat(buckets.take("a", now).granted()).isFalse();
    now += 100 * SECOND;
    assertThat(buckets.take("a", now).remaining()).isEqualTo(9);
  }

  @Test
  void expensiveRequests_takeSeveralTokens_orNone() {
    assertThat(buckets.take("a", 8, 0).remaining()).isEqualTo(2);
    Buckets.Grant refused = buckets.take("a", 3, 0);
    assertThat(refused.granted()).isFalse();
    assertThat(refused.retryIn()).isEqualTo(Duration.ofSeconds(2));
    assertThat(buckets.take("a", 2, 0).granted()).isTrue();
    assertThat(buckets.take("b", 1000, 0).remaining()).as("never more than there are").isZero();
  }

  @Test
  void refusals_takeNoTokens() {
    for (int i = 0; i < 10_000; i++) {
      buckets.take("a", 0);
    }
    assertThat(buckets.take("a", 2 * SECOND).granted()).isTrue();
  }

  @Test
  void floodOfKeys_staysWithinCapacity_andSparesKnownKeys() {
    assertThat(buckets.take("known", 0).granted()).isTrue();
    int granted = 0;
    for (int i = 0; i < 100_000; i++) {
      granted += buckets.take("flood" + i, 0).granted() ? 1 : 0;
    }
    assertThat(buckets.size()).isLessThanOrEqualTo(1001);
    assertThat(granted).as("the free capacity and one shared bucket").isBetween(999, 1010);
    assertThat(buckets.take("known", 0).granted()).isTrue();
    // Refilled buckets are removed, which makes room for others.
    assertThat(buckets.take("later", 30 * SECOND).granted()).isTrue();
    assertThat(buckets.size()).isLessThan(10);
  }

  @Test
  void concurrentTakes_grantExactlyTheCapacity() {
    AtomicInteger granted = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 400; i++) {
        threads.execute(() -> granted.addAndGet(buckets.take("contended", 0).granted() ? 1 : 0));
      }
    }
    assertThat(granted).hasValue(10);
  }

  @Test
  void take_costsMicroseconds() {
    Buckets large = new Buckets("speed", 6000, Duration.ofMinutes(1), 100_000);
    String[] keys = new String[50_000];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "203.0." + i / 256 + "." + i % 256;
    }
    int rounds = 1_000_000;
    for (int i = 0; i < rounds; i++) {
      large.take(keys[i % keys.length], System.nanoTime());
    }
    long start = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      large.take(keys[i % keys.length], System.nanoTime());
    }
    long each = (System.nanoTime() - start) / rounds;
    System.out.println("a token costs " + each + " ns");
    assertThat(each).isLessThan(20_000);
  }

  @Test
  void zeroLimit_isRefused() {
    assertThatThrownBy(() -> new Buckets("none", 0, Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
