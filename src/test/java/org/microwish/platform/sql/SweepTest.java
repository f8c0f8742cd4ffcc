package org.microwish.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
@QuarkusTest
class SweepTest {

  @Inject Sweep sweep;

  /** The finder returns rows that were not handled again, before those behind them. */
  @Test
  void rowsThatAreNotHandled_doNotDelayOthers() {
    List<Integer> due = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7));
    List<Integer> tried = new ArrayList<>();
    int handled =
        sweep.run(
            "test",
            2,
            (now, limit) -> due.stream().limit(limit).toList(),
            (row, now) -> {
              tried.add(row);
              if (row == 3) {
                throw new IllegalStateException("fails");
              }
              return row > 3 && due.remove(row);
            });
    assertThat(handled).isEqualTo(4);
    assertThat(due).containsExactly(1, 2, 3);
    assertThat(tried).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }
}
