package org.microwish.verify;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.microwish.statistics.fold.Board;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.BoardStanding;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Counts;
import org.microwish.statistics.fold.DemandCounts;
import org.microwish.statistics.fold.Dimension;
import org.microwish.statistics.fold.DurationFigures;
import org.microwish.statistics.fold.Overview;
import org.microwish.statistics.fold.People;
import org.microwish.statistics.fold.PublicFigures;
import org.microwish.statistics.fold.PublicOverview;
import org.microwish.statistics.fold.PublicRatings;
import org.microwish.statistics.fold.Selection;
import org.microwish.statistics.fold.Statistics;

/**
 * Computes the published figures from the leaves, with the names that {@link PublishedFigures}
 * uses.
 */
final class ComputedFigures {

  private static final int STREET = 9;
  private static final int COMMUNITY = 12;

  private final Statistics statistics;
  private final PublicFigures shown;
  private final Map<String, String> published;
  private final Map<String, String> figures = new LinkedHashMap<>();

  private ComputedFigures(
      Statistics statistics, PublicFigures shown, Map<String, String> published) {
    this.statistics = statistics;
    this.shown = shown;
    this.published = published;
  }

  /**
   * Computes the figures of the response to a query of the statistics.
   *
   * @param query the address below {@code /api/v1/statistics}
   * @param statistics the figures folded from the leaves
   * @param shown the figures of these statistics that the public may see: small cells are merged by
   *     the same rule as in the service
   * @param published the published figures of the same response; they show which members of a
   *     leaderboard appear by name
   */
  static Map<String, String> of(
      String query, Statistics statistics, PublicFigures shown, Map<String, String> published) {
    ComputedFigures answer = new ComputedFigures(statistics, shown, published);
    Map<String, String> parameters = parameters(query);
    switch (query.split("\\?", 2)[0]) {
      case FigureAudit.OVERVIEW ->
          answer.overview("", answer.shown.overview(Selection.ALL), true, true);
      case "breakdown" -> answer.breakdown(parameters);
      case "times" -> answer.times();
      case "satisfaction" -> answer.satisfaction();
      case "leaderboard" ->
          answer.boards(
              parameters.getOrDefault("division", ""), YearMonth.parse(parameters.get("month")));
      default -> throw new IllegalArgumentException(query);
    }
    return answer.figures;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    int from = query.indexOf('?');
    if (from >= 0) {
      for (String pair : query.substring(from + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return parameters;
  }

  private void put(String name, Object value) {
    if (value != null) {
      figures.put(name, value.toString());
    }
  }

  private void overview(String prefix, PublicOverview shown, boolean checkIns, boolean groups) {
    Overview overview = shown.figures();
    counts(prefix + "wishes.", overview.wishes(), shown, People.WISH_MEMBERS);
    counts(prefix + "projects.", overview.projects(), shown, People.PROJECT_MEMBERS);
    put(prefix + "projects.budget", yuan(overview.projects().budgetFen()));
    put(prefix + "projects.funding", yuan(overview.projects().money().funding()));
    put(prefix + "projects.committed", yuan(overview.projects().money().committed()));
    put(prefix + "projects.spent", yuan(overview.projects().money().spent()));
    put(prefix + "projects.returned", yuan(overview.projects().money().returned()));
    if (checkIns) {
      put(prefix + "checkIns.organisations", overview.checkIns().organisations());
      put(
          prefix + "checkIns.members",
          shown.shown(People.CHECKED_IN, overview.checkIns().members()));
    }
    if (groups) {
      put(prefix + "groups.groups", overview.groups().groups());
      overview.groups().kinds().forEach((kind, count) -> put("groups.kinds." + kind, count));
      put(prefix + "groups.people", shown.shown(People.IN_GROUPS, overview.groups().people()));
      demands(prefix + "demands.", overview.demands());
    }
  }

  private void demands(String prefix, DemandCounts counts) {
    put(prefix + "received", counts.received());
    counts.kinds().forEach((kind, count) -> put(prefix + "kinds." + kind, count));
    counts.levels().forEach((level, count) -> put(prefix + "levels." + level, count));
    counts.categories().forEach((one, count) -> put(prefix + "categories." + one, count));
    counts.halls().forEach((hall, count) -> put(prefix + "halls." + hall, count));
    put(prefix + "hallsWithDemands", counts.halls().size());
    put(prefix + "answered", counts.answered());
    put(prefix + "onTime", counts.onTime());
    put(prefix + "evaluated", counts.evaluated());
    put(prefix + "satisfied", counts.satisfied());
    put(prefix + "adopted", counts.adopted());
    put(prefix + "medianDays", counts.medianDays());
  }

  private void counts(String prefix, Counts counts, PublicOverview shown, People figure) {
    put(prefix + "published", counts.published());
    put(prefix + "claimed", counts.claimed());
    put(prefix + "fulfilled", counts.fulfilled());
    put(prefix + "claimingMembers", shown.shown(figure, counts.claimingMembers()));
    put(prefix + "claimingOrganisations", counts.claimingOrganisations());
    put(prefix + "participations", shown.shown(figure, counts.participations()));
  }

  private static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  private void breakdown(Map<String, String> parameters) {
    Dimension by = Dimension.valueOf(parameters.get("by").toUpperCase(Locale.ROOT));
    int length = "STREET".equals(parameters.get("level")) ? STREET : COMMUNITY;
    boolean checkIns = by != Dimension.CATEGORY && by != Dimension.CHANNEL;
    shown
        .breakdown(Selection.ALL, by, length)
        .forEach((key, cell) -> overview("items." + key + ".", cell, checkIns, false));
  }

  private static String part(CountedKind kind) {
    return switch (kind) {
      case WISH -> "wishes";
      case PROJECT -> "projects";
    };
  }

  private void times() {
    statistics
        .paces(Selection.ALL)
        .forEach(
            (kind, pace) -> {
              span(part(kind) + ".toClaim.", pace.toClaim());
              span(part(kind) + ".toFulfilment.", pace.toFulfilment());
            });
  }

  private void span(String prefix, DurationFigures times) {
    put(prefix + "count", times.count());
    put(prefix + "medianSeconds", seconds(times.median()));
    put(prefix + "p90Seconds", seconds(times.p90()));
  }

  private static Long seconds(Duration duration) {
    return duration == null ? null : Long.valueOf(duration.toSeconds());
  }

  private void satisfaction() {
    shown
        .satisfaction(Selection.ALL)
        .forEach(
            (kind, ratings) ->
                ratings.forEach(
                    (by, shown) ->
                        ratings(
                            part(kind) + "." + by.name().toLowerCase(Locale.ROOT) + ".", shown)));
  }

  private void ratings(String prefix, PublicRatings ratings) {
    if (ratings.groups() != null) {
      for (int i = 0; i < ratings.groups().size(); i++) {
        PublicRatings.Group group = ratings.groups().get(i);
        put(prefix + "stars." + (i + 1) + ".from", group.from());
        put(prefix + "stars." + (i + 1) + ".to", group.to());
        put(prefix + "stars." + (i + 1) + ".wishes", group.wishes());
      }
    }
    put(prefix + "rated", ratings.rated());
    put(prefix + "mean", ratings.mean());
    put(prefix + "dissatisfied", ratings.dissatisfied());
  }

  private void boards(String division, YearMonth month) {
    BoardFigures frozen = statistics.frozen(division, month);
    if (frozen == null) {
      board("", statistics.board(division, month));
      return;
    }
    put("frozen.entryId", frozen.entryId());
    put("frozen.treeSize", frozen.treeSize());
    put("frozen.frozenAt", frozen.frozenAt());
    board("", frozen.board());
    board("late.", statistics.late(frozen));
  }

  private void board(String prefix, Board board) {
    lines(prefix + "organisations.", board.organisations(), false);
    lines(prefix + "members.", board.members(), true);
  }

  private void lines(String prefix, List<BoardStanding> lines, boolean members) {
    for (BoardStanding line : lines) {
      String name = prefix + line.rank() + ".";
      put(name + "rank", line.rank());
      String shown = members ? name + "pseudonym" : name + "id";
      // The leaves do not show whether the service still knows a member's name. So a published name
      // is accepted for each member who consented to appear by name.
      boolean byName =
          members
              && statistics.showsName(line.id())
              && PublishedFigures.NAMED.equals(published.get(shown));
      put(shown, byName ? PublishedFigures.NAMED : line.id());
      put(name + "fulfilled", line.fulfilled());
      put(name + "participations", line.participations());
      put(name + "earliestFulfilmentAt", line.earliestFulfilment());
    }
  }
}
