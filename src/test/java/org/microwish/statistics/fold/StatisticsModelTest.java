package org.microwish.statistics.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the fold with reference results for thousands of random events. */
@Tag("fast")
class StatisticsModelTest {

  private static final int LEAVES = 2_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 20_220_201})
  void allStatistics_matchTheReference(long seed) {
    RandomStreet street = street(seed).live(LEAVES);
    street.hold(street.leaves.statistics());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4})
  void runningCounts_equalAFullCountAfterEveryLeaf(long seed) {
    Leaves leaves = street(seed).live(LEAVES).leaves;
    Statistics running = new Statistics();
    java.util.Map<String, Figures> figures = new java.util.HashMap<>();
    for (int index = 0; index < leaves.drafts.size(); index++) {
      org.microwish.ledger.leaf.Leaf leaf = Leaves.leaf(leaves.drafts.get(index));
      String key = leaf.aggregateType() + leaf.aggregateId();
      Figures after = Fold.apply(figures.get(key), index, leaf).orElseThrow();
      figures.put(key, after);
      running.put(after);
      if (index % 250 == 0) {
        Statistics anew = new Statistics();
        List<Figures> shuffled = new ArrayList<>(figures.values());
        Collections.shuffle(shuffled, new Random(seed));
        anew.putAll(shuffled);
        for (Selection selection : RandomStreet.selections()) {
          assertThat(running.overview(selection)).isEqualTo(anew.overview(selection));
        }
      }
    }
  }

  private static RandomStreet street(long seed) {
    return new RandomStreet(
        seed,
        "",
        new java.util.function.LongSupplier() {
          private long last;

          @Override
          public long getAsLong() {
            return ++last;
          }
        });
  }
}
