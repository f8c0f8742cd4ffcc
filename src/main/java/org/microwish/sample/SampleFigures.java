package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.fold.GroupCounts;
import org.microwish.statistics.fold.Overview;
import org.microwish.wish.money.Money;

/** Writes a summary of the sample as a sentence, with numbers from the statistics. */
@ApplicationScoped
class SampleFigures {

  /** The maximum time between two checks whether to stop waiting. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final StatisticsProgress statistics;

  SampleFigures(StatisticsProgress statistics) {
    this.statistics = statistics;
  }

  /**
   * Waits until the statistics include all current ledger entries, and returns the summary.
   *
   * @param stop checked every second; if it returns true, this method stops waiting
   * @return the summary; empty if {@code stop} returned true
   */
  Optional<String> whenLevel(BooleanSupplier stop) {
    while (!statistics.awaitCaughtUp(PATIENCE)) {
      if (stop.getAsBoolean()) {
        return Optional.empty();
      }
    }
    return Optional.of(
        line(statistics.overview(SampleStreet.STREET_PATH))
            + groups(" In another street %d teams with %d volunteers", SampleStreet.WEST_PATH)
            + groups(", in three towns %d with %d.", SampleStreet.TOWNS_PATH)
            + current(statistics.overview(SampleStreet.LAKE_PATH)));
  }

  private static String current(Overview figures) {
    return String.format(
        Locale.ROOT,
        " A street with wishes in all states (?division=%s): %d published, %d claimed, %d"
            + " fulfilled.",
        SampleStreet.LAKE,
        figures.wishes().published() + figures.projects().published(),
        figures.wishes().claimed() + figures.projects().claimed(),
        figures.wishes().fulfilled() + figures.projects().fulfilled());
  }

  private String groups(String sentence, String path) {
    GroupCounts groups = statistics.overview(path).groups();
    return String.format(Locale.ROOT, sentence, groups.groups(), groups.people());
  }

  private static String line(Overview figures) {
    return String.format(
        Locale.ROOT,
        "The sample street (示例，内容虚构) is loaded: %d wishes, %d claimed by %d members,"
            + " %d fulfilled; %d projects worth %s yuan, claimed by %d organisations, %d fulfilled;"
            + " %d organisations and %d members checked in"
            + " (/api/v1/statistics/overview?division=%s).",
        figures.wishes().published(),
        figures.wishes().claimed(),
        figures.wishes().claimingMembers(),
        figures.wishes().fulfilled(),
        figures.projects().published(),
        new Money(figures.projects().budgetFen()),
        figures.projects().claimingOrganisations(),
        figures.projects().fulfilled(),
        figures.checkIns().organisations(),
        figures.checkIns().members(),
        SampleStreet.STREET);
  }
}
