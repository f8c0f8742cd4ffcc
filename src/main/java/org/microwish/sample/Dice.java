package org.microwish.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A seeded generator (SplitMix64) that gives the same numbers on every machine and in every release
 * of the JDK: the plan must be the same wherever a load is resumed.
 */
final class Dice {

  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  /** A number from 0 to {@code bound - 1}. */
  int below(int bound) {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (int) Long.remainderUnsigned(z ^ (z >>> 31), bound);
  }

  /** A number from {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True that many times in a hundred. */
  boolean percent(int chance) {
    return below(100) < chance;
  }

  /** One of the list. */
  <T> T oneOf(List<T> list) {
    return list.get(below(list.size()));
  }

  /** The same elements in another order. */
  <T> List<T> shuffled(Collection<T> elements) {
    List<T> list = new ArrayList<>(elements);
    for (int i = list.size() - 1; i > 0; i--) {
      int j = below(i + 1);
      T moved = list.get(i);
      list.set(i, list.get(j));
      list.set(j, moved);
    }
    return list;
  }
}
