package org.microwish.statistics.fold;

import java.util.Collection;
import java.util.List;

/**
 * The totals of the work of an organisation or a member in a period.
 *
 * @param claimed wishes on which the work began in the period
 * @param fulfilled wishes that were fulfilled in the period and whose claims the work completed
 * @param onTime those of {@code fulfilled} on which no claim of this work was ever overdue
 * @param people distinct members who took part in the wishes of {@code claimed} and {@code
 *     fulfilled}
 * @param participations pairs of a claim of these wishes and a member who took part in it
 * @param spentFen what was spent on the wishes of {@code fulfilled} and not refunded
 */
public record WorkTotals(
    long claimed, long fulfilled, long onTime, long people, long participations, long spentFen) {

  /**
   * Adds up the work of a period.
   *
   * @param days the first and last day of the period; other parts of the selection have no effect
   */
  public static WorkTotals of(List<Work> all, Selection days) {
    List<Work> begun = all.stream().filter(work -> work.beganIn(days)).toList();
    List<Work> done = all.stream().filter(work -> work.completedIn(days)).toList();
    List<Work> both =
        all.stream().filter(work -> work.beganIn(days) || work.completedIn(days)).toList();
    return new WorkTotals(
        begun.size(),
        done.size(),
        done.stream().filter(work -> !work.wasOverdue()).count(),
        both.stream().map(Work::people).flatMap(Collection::stream).distinct().count(),
        both.stream().mapToLong(Work::participations).sum(),
        done.stream().mapToLong(Work::spentFen).sum());
  }
}
