package org.microwish.statistics.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Computes the figures that the public may see. Wishes, money, organisations and boards are exact.
 * Figures of people are shown by division only, for all days together, and no cell and no
 * difference of cells shows fewer than {@link SmallCells#LEAST}: see {@link SmallCells}. {@code
 * src/docs/decisions/statistics.md} explains the rule.
 */
public final class PublicFigures {

  private static final int STARS = 5;

  /**
   * Handles contents that are numbers of wishes. They can be added up, because a wish is in one
   * cell only.
   */
  private static final SmallCells.Contents<long[]> NUMBERS =
      new SmallCells.Contents<>() {
        @Override
        public long size(long[] content) {
          return LongStream.of(content).sum();
        }

        @Override
        public boolean isLarge(long[] content) {
          return LongStream.of(content).allMatch(SmallCells::isLarge);
        }

        @Override
        public long[] together(Collection<long[]> cells) {
          long[] all = new long[STARS];
          cells.forEach(cell -> add(all, cell));
          return all;
        }

        @Override
        public boolean isLargeWithout(long[] content, long[] part) {
          long[] rest = content.clone();
          for (int i = 0; i < part.length; i++) {
            rest[i] -= part[i];
          }
          return isLarge(rest);
        }

        @Override
        public long[] inSeveral(Collection<long[]> cells) {
          return new long[0];
        }

        @Override
        public boolean meet(long[] one, long[] other) {
          return false;
        }
      };

  private final Statistics statistics;
  private final Map<People, SmallCells<Set<String>>> people = new EnumMap<>(People.class);

  public PublicFigures(Statistics statistics) {
    this.statistics = statistics;
    for (People figure : People.values()) {
      people.put(
          figure,
          new SmallCells<>(
              SmallCells.PEOPLE,
              statistics.people("", figure),
              path -> statistics.peopleBelow(path, figure)));
    }
  }

  /**
   * Returns the counts of a selection and which of them may be shown; figures of people must not be
   * shown if the selection has a first or last day.
   */
  public PublicOverview overview(Selection selection) {
    return new PublicOverview(
        statistics.overview(selection),
        selection.isBounded()
            ? EnumSet.allOf(People.class)
            : merged(selection.division(), selection.division().length()));
  }

  /**
   * Returns the counts of each cell that is not empty, see {@link Statistics#breakdown}. Only a
   * breakdown by division without a first or last day shows figures of people.
   */
  public Map<String, PublicOverview> breakdown(Selection selection, Dimension by, int pathLength) {
    Map<String, PublicOverview> cells = new TreeMap<>();
    boolean shown = by == Dimension.DIVISION && !selection.isBounded();
    statistics
        .breakdown(selection, by, pathLength)
        .forEach(
            (key, figures) -> {
              // If the cells are of a wider level than the selected division, the only cell
              // contains just this division.
              String place =
                  key.length() < selection.division().length() ? selection.division() : key;
              // Omit a cell that is empty once its figures of people are hidden.
              if (shown || !isEmpty(figures)) {
                cells.put(
                    key,
                    new PublicOverview(
                        figures,
                        shown
                            ? merged(place, Math.max(pathLength, selection.division().length()))
                            : EnumSet.allOf(People.class)));
              }
            });
    return cells;
  }

  private static boolean isEmpty(Overview figures) {
    return isEmpty(figures.wishes())
        && isEmpty(figures.projects())
        && figures.checkIns().organisations() == 0;
  }

  private static boolean isEmpty(Counts counts) {
    return counts.published() == 0
        && counts.claimed() == 0
        && counts.fulfilled() == 0
        && counts.claimingOrganisations() == 0
        && counts.budgetFen() == 0
        && counts.money().isZero();
  }

  /**
   * Returns the figures of people that the cell of a division must not show, because {@link
   * SmallCells} merged the cell with others or because the total is too small. If the division's
   * path is shorter than {@code pathLength}, the cell contains only what is recorded for the
   * division itself, not for divisions below it.
   */
  private Set<People> merged(String path, int pathLength) {
    Set<People> merged = EnumSet.noneOf(People.class);
    people.forEach(
        (figure, cells) -> {
          if (!(path.length() < pathLength ? cells.showsOwn(path) : cells.shows(path))) {
            merged.add(figure);
          }
        });
    return merged;
  }

  /**
   * Returns the ratings of each kind of wish, by confirmer; all are hidden if the selection has a
   * first or last day.
   */
  public Map<CountedKind, Map<Confirmer, PublicRatings>> satisfaction(Selection selection) {
    Map<CountedKind, Map<Confirmer, PublicRatings>> answer = new EnumMap<>(CountedKind.class);
    for (CountedKind kind : Statistics.kinds(selection)) {
      // The number of fulfilled wishes is exact everywhere, so the ratings of one confirmer would
      // follow from those of the others: all are shown, or none.
      boolean showsRated = tree(statistics.confirmations(kind)).shows(selection.division());
      Map<Confirmer, PublicRatings> byConfirmer = new EnumMap<>(Confirmer.class);
      for (Confirmer by : Confirmer.values()) {
        byConfirmer.put(
            by,
            selection.isBounded()
                ? new PublicRatings(null, null, null)
                : ratings(
                    statistics.ratings(kind, by),
                    statistics.dissatisfiedWishes(kind, by),
                    selection.division(),
                    showsRated));
      }
      answer.put(kind, byConfirmer);
    }
    return answer;
  }

  private static PublicRatings ratings(
      Map<String, Ratings> byCommunity,
      Map<String, long[]> dissatisfiedWishes,
      String division,
      boolean showsRated) {
    Map<String, long[]> stars = new HashMap<>();
    Map<String, long[]> rated = new HashMap<>();
    Map<String, long[]> dissatisfied = new HashMap<>();
    byCommunity.forEach(
        (community, ratings) -> {
          stars.put(community, ratings.stars().stream().mapToLong(Long::longValue).toArray());
          rated.put(community, new long[] {ratings.rated()});
          dissatisfied.put(community, new long[] {ratings.dissatisfied()});
        });
    // All divisions get the same groups of stars: if each had its own groups, differences between
    // divisions would reveal the numbers of single stars.
    List<PublicRatings.Group> groups = groups(sum(stars, ""));
    stars.replaceAll((community, counts) -> grouped(groups, counts));
    return new PublicRatings(
        showsRated && tree(stars).shows(division) ? counted(groups, sum(stars, division)) : null,
        showsRated ? (Long) LongStream.of(sum(rated, division)).sum() : null,
        // Whether the number of reports is shown depends on the number of wishes with a report,
        // because one wish can have several reports.
        tree(dissatisfiedWishes).shows(division)
            ? (Long) LongStream.of(sum(dissatisfied, division)).sum()
            : null);
  }

  /**
   * Groups neighbouring stars, from one star up, until each group contains no wish or at least
   * {@link SmallCells#LEAST}, or only one group is left.
   *
   * @param stars the numbers of wishes rated with 1, 2, 3, 4 and 5 stars
   */
  private static List<PublicRatings.Group> groups(long[] stars) {
    List<PublicRatings.Group> groups = new ArrayList<>();
    int from = 1;
    long wishes = 0;
    for (int star = 1; star <= stars.length; star++) {
      wishes += stars[star - 1];
      if (SmallCells.isLarge(wishes) || star == stars.length) {
        groups.add(new PublicRatings.Group(from, star, wishes));
        from = star + 1;
        wishes = 0;
      }
    }
    while (groups.size() > 1 && !SmallCells.isLarge(groups.getLast().wishes())) {
      PublicRatings.Group last = groups.removeLast();
      PublicRatings.Group before = groups.removeLast();
      groups.add(
          new PublicRatings.Group(before.from(), last.to(), before.wishes() + last.wishes()));
    }
    return groups;
  }

  private static long[] grouped(List<PublicRatings.Group> groups, long[] stars) {
    return groups.stream()
        .mapToLong(
            group -> LongStream.of(Arrays.copyOfRange(stars, group.from() - 1, group.to())).sum())
        .toArray();
  }

  private static List<PublicRatings.Group> counted(
      List<PublicRatings.Group> groups, long[] wishes) {
    List<PublicRatings.Group> counted = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      counted.add(
          new PublicRatings.Group(
              groups.get(i).from(), groups.get(i).to(), i < wishes.length ? wishes[i] : 0));
    }
    return counted;
  }

  /** Adds up the counts of all communities of a division, element by element. */
  private static long[] sum(Map<String, long[]> byCommunity, String division) {
    long[] all = new long[STARS];
    byCommunity.forEach(
        (community, counts) -> {
          if (community.startsWith(division)) {
            add(all, counts);
          }
        });
    return all;
  }

  private static long[] add(long[] into, long[] counts) {
    for (int i = 0; i < counts.length; i++) {
      into[i] += counts[i];
    }
    return into;
  }

  private static SmallCells<long[]> tree(Map<String, long[]> byCommunity) {
    Map<String, Map<String, long[]>> cells = new HashMap<>();
    byCommunity.forEach(
        (community, counts) -> {
          String parent = "";
          for (int length : Statistics.PATH_LENGTHS) {
            if (length > 0 && length <= community.length()) {
              String child = community.substring(0, length);
              put(cells, parent, child, counts);
              parent = child;
            }
          }
          put(cells, parent, SmallCells.OWN, counts);
        });
    return new SmallCells<>(
        NUMBERS, sum(byCommunity, ""), parent -> cells.getOrDefault(parent, Map.of()));
  }

  private static void put(
      Map<String, Map<String, long[]>> cells, String parent, String key, long[] counts) {
    cells
        .computeIfAbsent(parent, absent -> new HashMap<>())
        .merge(key, counts.clone(), PublicFigures::add);
  }
}
