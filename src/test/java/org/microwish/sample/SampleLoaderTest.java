package org.microwish.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SampleDatabase.class)
class SampleLoaderTest {
  @Inject SampleLoader loader;

  @Test
  void loads() {
    long t = System.nanoTime();
    AtomicInteger n = new AtomicInteger();
    assertThat(
            loader.load(
                p -> {
                  if (n.incrementAndGet() % 20 == 0) {
                    System.out.println(p + " " + (System.nanoTime() - t) / 1000000);
                  }
                },
                () -> false))
        .isEqualTo(SampleLoader.Outcome.LOADED);
    System.out.println("loaded in ms " + (System.nanoTime() - t) / 1000000);
  }
}
