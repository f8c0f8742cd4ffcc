package org.microwish.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that each leaf is read once for all waiting clients. */
@Tag("fast")
class ChangeWaitersTest {

  @Test
  void eachLeaf_isReadOnce() {
    List<String> reads = new ArrayList<>();
    Changes changes =
        new Changes(null, null, null) {
          @Override
          public List<Recorded> read(long from, long to) {
            reads.add(from + "-" + to);
            return List.of();
          }
        };
    ChangeWaiters waiters = new ChangeWaiters(changes, null);
    waiters.show(10);
    waiters.await(10, Duration.ofMinutes(1), _ -> true);
    waiters.show(12);
    waiters.show(12);
    waiters.show(15);
    assertThat(reads).containsExactly("10-12", "12-15");
  }
}
