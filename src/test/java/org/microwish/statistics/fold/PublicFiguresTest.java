package org.microwish.statistics.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.statistics.fold.Leaves.at;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;

/** Tests that neither a public cell nor a difference of public cells counts fewer than five. */
@Tag("fast")
class PublicFiguresTest {

  private static final String STREET = "440104013";

  private final Statistics statistics = new Statistics();
  private int made;

  private void checkIns(String community, int people) {
    figures = null;
    for (int i = 0; i < people; i++) {
      String id = "c" + ++made;
      statistics.put(
          new CheckInFigures(id, 1, false, "p" + made, null, community, Instant.EPOCH, true));
    }
  }

  private Long shown(String division) {
    return shown(new Selection(division, null, null, null));
  }

  private PublicFigures figures;

  private Long shown(Selection selection) {
    // Created anew after each change, because PublicFigures remembers which cells are merged.
    figures = figures == null ? new PublicFigures(statistics) : figures;
    PublicOverview overview = figures.overview(selection);
    return overview.shown(People.CHECKED_IN, overview.figures().checkIns().members());
  }

  @Test
  void smallCommunity_isMergedWithTheNextSmallest_andTheStreetStaysExact() {
    checkIns(STREET + "001", 3);
    checkIns(STREET + "002", 9);
    checkIns(STREET + "003", 7);
    assertThat(shown(STREET)).isEqualTo(19);
    assertThat(shown(STREET + "001")).isNull();
    assertThat(shown(STREET + "003")).isNull();
    assertThat(shown(STREET + "002")).isEqualTo(9);
    assertThat(shown(STREET + "004")).isZero();
  }

  /** A wider level once showed the people of the selected community under the street's key. */
  @Test
  void widerLevelThanTheSelectedDivision_showsWhatTheDivisionShows() {
    checkIns(STREET + "001", 3);
    checkIns(STREET + "002", 9);
    checkIns(STREET + "003", 7);
    for (int level : new int[] {2, 9, 12}) {
      assertThat(cell(STREET + "001", level)).isNull();
      assertThat(cell(STREET + "002", level)).isEqualTo(9);
    }
  }

  private Long cell(String division, int level) {
    PublicOverview cell =
        new PublicFigures(statistics)
            .breakdown(new Selection(division, null, null, null), Dimension.DIVISION, level)
            .values()
            .iterator()
            .next();
    return cell.shown(People.CHECKED_IN, cell.figures().checkIns().members());
  }

  @Test
  void smallCells_thatAreEnoughTogether_needNoThird() {
    checkIns(STREET + "001", 3);
    checkIns(STREET + "002", 2);
    checkIns(STREET + "003", 7);
    assertThat(shown(STREET + "001")).isNull();
    assertThat(shown(STREET + "002")).isNull();
    assertThat(shown(STREET + "003")).isEqualTo(7);
  }

  @Test
  void dataOfTheStreetItself_isACellOfItsOwn() {
    checkIns(STREET, 2);
    checkIns(STREET + "001", 8);
    checkIns(STREET + "002", 9);
    assertThat(shown(STREET)).isEqualTo(19);
    assertThat(shown(STREET + "001")).isNull();
    assertThat(shown(STREET + "002")).isEqualTo(9);
    Map<String, PublicOverview> cells =
        new PublicFigures(statistics).breakdown(Selection.ALL, Dimension.DIVISION, 12);
    assertThat(cells.get(STREET).shows(People.CHECKED_IN)).isFalse();
    assertThat(cells.get(STREET + "002").shows(People.CHECKED_IN)).isTrue();
  }

  @Test
  void fewPeopleInTotal_areShownNowhere() {
    checkIns(STREET + "001", 4);
    assertThat(shown("")).isNull();
    assertThat(shown(STREET)).isNull();
  }

  @Test
  void days_andOtherDimensions_showNoPeople_butExactOrganisations() {
    checkIns(STREET + "001", 9);
    statistics.put(
        new CheckInFigures("o", 1, true, "o1", "o1", STREET + "001", at("2022-01-05T09:00"), true));
    Selection days = new Selection(STREET, null, LocalDate.of(1970, 1, 1), null);
    assertThat(shown(days)).isNull();
    PublicFigures figures = new PublicFigures(statistics);
    assertThat(figures.overview(days).figures().checkIns().organisations()).isEqualTo(1);
    Map<String, PublicOverview> months = figures.breakdown(Selection.ALL, Dimension.MONTH, 12);
    // A month in which only people checked in would show that there were some.
    assertThat(months.keySet()).containsExactly("2022-01");
    assertThat(months.get("2022-01").shows(People.CHECKED_IN)).isFalse();
    assertThat(
            figures.breakdown(days, Dimension.DIVISION, 12).values().stream()
                .map(cell -> cell.shows(People.CHECKED_IN)))
        .containsOnly(false);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noDifferenceOfShownDivisions_countsFewerThanFive(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> places = new ArrayList<>();
    for (int county = 1; county <= 3; county++) {
      for (int street = 1; street <= 3; street++) {
        String path = "4401%02d%03d".formatted(county, street);
        places.add(path);
        for (int community = 1; community <= 4; community++) {
          places.add(path + "%03d".formatted(community));
        }
      }
    }
    for (int step = 0; step < 300; step++) {
      String place = places.get(random.nextInt(places.size()));
      checkIns(place, 1 + random.nextInt(random.nextInt(5) == 0 ? 12 : 2));
      TreeSet<String> divisions = new TreeSet<>(List.of(""));
      for (String each : places) {
        for (int length : new int[] {2, 4, 6, 9, 12}) {
          divisions.add(each.substring(0, Math.min(length, each.length())));
        }
      }
      for (String division : divisions) {
        if (shown(division) != null) {
          long rest = shown(division) - shownBelow(division, divisions);
          assertThat(rest == 0 || rest >= 5)
              .as("step %d, division %s: %d people left", step, division, rest)
              .isTrue();
        }
      }
    }
  }

  /** Returns the people of the widest shown divisions below one. */
  private long shownBelow(String division, NavigableSet<String> divisions) {
    long sum = 0;
    String covered = null;
    for (String below : divisions.tailSet(division, false)) {
      if (!below.startsWith(division)) {
        break;
      }
      if ((covered == null || !below.startsWith(covered)) && shown(below) != null) {
        covered = below;
        sum += shown(below);
      }
    }
    return sum;
  }

  private void checkIns(String community, String... people) {
    figures = null;
    for (String person : people) {
      statistics.put(
          new CheckInFigures("c" + ++made, 1, false, person, null, community, Instant.EPOCH, true));
    }
  }

  /**
   * If both communities were shown, the street's figure minus the first community's would reveal
   * that one person is only in the second.
   */
  @Test
  void peopleOfSeveralCommunities_doNotRevealThoseOfOneAlone() {
    checkIns(STREET + "001", "a", "b", "c", "d", "e", "f", "g", "h", "i");
    checkIns(STREET + "002", "a", "b", "c", "d", "j");
    assertThat(shown(STREET)).isEqualTo(10);
    assertThat(shown(STREET + "001")).isNull();
    assertThat(shown(STREET + "002")).isEqualTo(5);
  }

  /**
   * If all communities were shown, their sum minus the street's figure would reveal that one person
   * is in two communities.
   */
  @Test
  void fewPeopleInSeveralCommunities_areNotCounted() {
    checkIns(STREET + "001", "a", "b", "c", "d", "e", "f");
    checkIns(STREET + "002", "f", "g", "h", "i", "j", "k", "l");
    checkIns(STREET + "003", 8);
    assertThat(shown(STREET)).isEqualTo(20);
    assertThat(shown(STREET + "001")).isNull();
    assertThat(shown(STREET + "002")).isEqualTo(7);
    assertThat(shown(STREET + "003")).isEqualTo(8);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void noDifferenceOfOverlappingDivisions_countsFewerThanFive(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int informative = 0;
    for (int step = 0; step < 400; step++) {
      String community = STREET + "00" + (1 + random.nextInt(4));
      checkIns(community, "p" + random.nextInt(120));
      Long street = shown(STREET);
      long sum = 0;
      boolean all = true;
      for (int i = 1; i <= 4; i++) {
        Long part = shown(STREET + "00" + i);
        all &= part != null;
        if (part != null && part > 0) {
          informative++;
          sum += part;
          assertThat(SmallCells.isLarge(part)).isTrue();
          assertThat(SmallCells.isLarge(street - part)).as("step %d", step).isTrue();
        }
      }
      if (all) {
        assertThat(SmallCells.isLarge(sum - street)).as("step %d", step).isTrue();
      }
    }
    assertThat(informative).isGreaterThan(300);
  }

  @Test
  void participations_areMergedWithTheMembersWhoTakePart() {
    Leaves leaves = new Leaves();
    leaves.published("w1", CountedKind.WISH, STREET + "001", "2022-01-05T09:00");
    leaves.claimed("w1", "k1", "o1", "2022-01-06T09:00", "m1", "m2");
    leaves.published("w2", CountedKind.WISH, STREET + "002", "2022-01-05T09:00");
    leaves.claimed("w2", "k2", "o1", "2022-01-06T09:00", "m3", "m4", "m5", "m6", "m7");
    PublicFigures figures = new PublicFigures(leaves.statistics());
    assertThat(figures.overview(Selection.ALL).shows(People.WISH_MEMBERS)).isTrue();
    for (String community : List.of("001", "002")) {
      assertThat(
              figures
                  .overview(new Selection(STREET + community, null, null, null))
                  .shows(People.WISH_MEMBERS))
          .isFalse();
    }
  }

  @Test
  void revokedCheckIn_ofEitherSchema_countsNoMore() {
    Leaves leaves = new Leaves();
    Map<String, Object> facts =
        Map.of(
            "checkIn",
            Map.of("subject", Map.of("type", "MEMBER", "id", "m1"), "community", STREET + "001"));
    leaves.add(
        AggregateType.CHECK_IN, "1", EntryType.CHECKED_IN, at("2022-01-05T09:00"), "LIVE", facts);
    assertThat(leaves.statistics().overview(Selection.ALL).checkIns().members()).isEqualTo(1);
    leaves.add(
        AggregateType.CHECK_IN,
        "1",
        EntryType.CHECK_IN_REVOKED,
        at("2022-01-06T09:00"),
        "REVOKED",
        Map.of());
    assertThat(leaves.statistics().overview(Selection.ALL).checkIns().members()).isZero();
  }

  @Test
  void neighbouringStars_areCountedTogether_alikeInAllDivisions() {
    rated("a", STREET + "001", 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4);
    rated("b", STREET + "002", 5, 5, 5, 5, 5, 4, 4, 4, 4, 3);
    PublicRatings all = ratings("");
    assertThat(all.groups())
        .containsExactly(
            new PublicRatings.Group(1, 1, 0),
            new PublicRatings.Group(2, 2, 0),
            new PublicRatings.Group(3, 4, 11),
            new PublicRatings.Group(5, 5, 11));
    assertThat(all.rated()).isEqualTo(22);
    // 3.5 and 5 in equal shares; the exact mean would reveal how many threes there are.
    assertThat(all.mean()).isEqualByComparingTo("4.25");
    assertThat(ratings(STREET + "001").groups())
        .containsExactly(
            new PublicRatings.Group(1, 1, 0),
            new PublicRatings.Group(2, 2, 0),
            new PublicRatings.Group(3, 4, 6),
            new PublicRatings.Group(5, 5, 6));
    rated("c", STREET + "003", 5, 5);
    assertThat(ratings(STREET + "003")).isEqualTo(new PublicRatings(null, null, 0L));
    assertThat(ratings(STREET + "002").rated()).isNull();
    assertThat(ratings(STREET + "001").rated()).isEqualTo(12);
    assertThat(
            new PublicFigures(stars.statistics())
                .satisfaction(new Selection("", null, LocalDate.of(2022, 1, 1), null))
                .get(CountedKind.WISH)
                .get(Confirmer.SELF))
        .isEqualTo(new PublicRatings(null, null, null));
  }

  /**
   * The public number of fulfilled wishes is exact. Its difference to the number of residents'
   * ratings would reveal a small number of proxies' ratings.
   */
  @Test
  void ratingsByFewProxies_doNotFollowFromTheFulfilledWishes() {
    rated("a", STREET + "001", 5, 5, 5, 5, 5, 5);
    rated("b", STREET + "002", 5, 5, 5, 5, 5, 5, 5);
    rated("PROXY", "c", STREET + "001", 4, 4);
    for (String place : List.of("", STREET, STREET + "001")) {
      assertThat(ratings(place).rated()).isNull();
      assertThat(ratings(place).groups()).isNull();
    }
    rated("PROXY", "d", STREET + "001", 4, 4, 4);
    assertThat(ratings(STREET).rated()).isEqualTo(13);
    assertThat(ratings(STREET + "001").rated()).isEqualTo(6);
    // The second community is hidden because of one proxy's rating. So another community must be
    // hidden too: otherwise the difference to the street would reveal the hidden one.
    rated("PROXY", "e", STREET + "002", 4);
    assertThat(ratings(STREET).rated()).isEqualTo(13);
    assertThat(ratings(STREET + "001").rated()).isNull();
    assertThat(ratings(STREET + "002").rated()).isNull();
  }

  @Test
  void dissatisfactionWithOneWish_isNotCounted_howeverOftenItIsReported() {
    rated("a", STREET + "001", 5, 5, 5, 5, 5, 5);
    for (int i = 0; i < 6; i++) {
      stars.wish(
          "a0",
          EntryType.WISH_DISSATISFIED,
          "2022-01-08T09:00",
          "IN_PROGRESS",
          Map.of("confirmation", Map.of("by", "SELF")));
    }
    assertThat(ratings(STREET + "001").dissatisfied()).isNull();
  }

  private final Leaves stars = new Leaves();

  private void rated(String prefix, String community, int... ratings) {
    rated("SELF", prefix, community, ratings);
  }

  private void rated(String by, String prefix, String community, int... ratings) {
    for (int i = 0; i < ratings.length; i++) {
      String id = prefix + i;
      stars.published(id, CountedKind.WISH, community, "2022-01-05T09:00");
      stars.claimed(id, "k" + id, "o1", "2022-01-06T09:00", "m1");
      stars.confirmed(id, "2022-01-07T09:00", ratings[i], by, "k" + id);
    }
  }

  private PublicRatings ratings(String division) {
    return new PublicFigures(stars.statistics())
        .satisfaction(new Selection(division, null, null, null))
        .get(CountedKind.WISH)
        .get(Confirmer.SELF);
  }
}
