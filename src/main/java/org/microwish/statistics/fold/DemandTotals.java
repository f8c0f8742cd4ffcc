package org.microwish.statistics.fold;

import java.util.Map;
import java.util.TreeMap;

/** Counts the demands of one cell. */
final class DemandTotals {
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Map<String, Long> levels = new TreeMap<>();
  private final Map<String, Long> categories = new TreeMap<>();
  private final Map<String, Long> halls = new TreeMap<>();
  private final TreeMap<Long, Long> days = new TreeMap<>();
  private long answered;
  private long onTime;
  private long evaluated;
  private long satisfied;
  private long adopted;

  void add(DemandFigures demand, int sign) {
    merge(kinds, demand.kind(), sign);
    merge(levels, demand.level(), sign);
    merge(categories, demand.category(), sign);
    merge(halls, demand.hall(), sign);
    merge(days, demand.days(), sign);
    answered += demand.answeredAt() == null ? 0 : sign;
    onTime += demand.isOnTime() ? sign : 0;
    evaluated += demand.satisfied() == null ? 0 : sign;
    satisfied += Boolean.TRUE.equals(demand.satisfied()) ? sign : 0;
    adopted += demand.isAdopted() ? sign : 0;
  }

  private static <K> void merge(Map<K, Long> map, K key, int sign) {
    if (key != null) {
      map.merge(key, (long) sign, (one, other) -> one + other == 0 ? null : one + other);
    }
  }

  DemandCounts counts() {
    return new DemandCounts(
        new TreeMap<>(kinds),
        new TreeMap<>(levels),
        new TreeMap<>(categories),
        new TreeMap<>(halls),
        answered,
        onTime,
        evaluated,
        satisfied,
        adopted,
        median());
  }

  private Long median() {
    long all = days.values().stream().mapToLong(Long::longValue).sum();
    long before = 0;
    for (Map.Entry<Long, Long> each : days.entrySet()) {
      before += each.getValue();
      if (2 * before >= all) {
        return each.getKey();
      }
    }
    return null;
  }
}
