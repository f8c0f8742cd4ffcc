package org.microwish.statistics.fold;

import java.util.Map;

/**
 * The counts of demands. Maps are ascending by name or id, without zeros.
 *
 * @param kinds the number of demands by kind, as named in leaves
 * @param levels the number of dispatched demands by the level that handles them
 * @param categories the number of demands by category
 * @param halls the number of demands by the id of the hall that received them
 * @param answered demands that are answered
 * @param onTime answered demands whose answer was not late
 * @param evaluated demands that their askers have evaluated
 * @param satisfied evaluated demands whose askers are satisfied
 * @param adopted suggestions that are adopted, or became a wish or micro-project
 * @param medianDays the median of the working days from acceptance to answer, the smaller one of
 *     two; null without answers
 */
public record DemandCounts(
    Map<String, Long> kinds,
    Map<String, Long> levels,
    Map<String, Long> categories,
    Map<String, Long> halls,
    long answered,
    long onTime,
    long evaluated,
    long satisfied,
    long adopted,
    Long medianDays) {

  /** No demands. */
  public static final DemandCounts NONE =
      new DemandCounts(Map.of(), Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, 0, null);

  /** Returns the number of demands of all kinds. */
  public long received() {
    return kinds.values().stream().mapToLong(Long::longValue).sum();
  }
}
