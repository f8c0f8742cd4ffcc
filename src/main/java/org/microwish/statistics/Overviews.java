package org.microwish.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import org.microwish.statistics.CurrentStatistics.Answered;
import org.microwish.statistics.fold.PublicFigures;
import org.microwish.statistics.fold.PublicOverview;
import org.microwish.statistics.fold.Selection;

/**
 * Counts the wishes, check-ins and groups of a division; the same figures as the operation {@code
 * getStatisticsOverview}.
 */
@ApplicationScoped
public class Overviews {

  private record Question(Selection selection) {}

  private final CurrentStatistics current;

  Overviews(CurrentStatistics current) {
    this.current = current;
  }

  /**
   * Returns the counts of a division at this time.
   *
   * @param path the path of the division, not below a community; null for all divisions
   */
  public OverviewView of(String path) {
    Selection selection = new Selection(path == null ? "" : path, null, null, null);
    Answered<PublicOverview> found =
        current.ask(
            new Question(selection),
            statistics -> new PublicFigures(statistics).overview(selection));
    return OverviewView.of(found.asOf(), found.answer(), null);
  }
}
