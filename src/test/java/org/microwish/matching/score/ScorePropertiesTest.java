package org.microwish.matching.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.wish.lifecycle.Category;

/** Tests properties of the score that hold for all wishes and claimants, with random ones. */
@Tag("fast")
class ScorePropertiesTest {

  private static final int TODAY = 20_000;
  private static final List<Category> CATEGORIES = List.of(Category.values());
  private static final List<String> SKILLS = List.of("电工", "水电", "理发", "木工", "英语");

  /** Divisions in order of their distance from the first one, a building. */
  private static final List<String> AWAY =
      List.of(
          "440104013001G02B11",
          "440104013001G02B12",
          "440104013001G03",
          "440104013001",
          "440104013002",
          "440104013",
          "440104014001",
          "440105001001");

  private final Random random = new Random(20_260_101);

  private WishFacts wish(String path) {
    return new WishFacts.Of(
        path,
        CATEGORIES.get(random.nextInt(3)),
        random.nextBoolean() ? null : SKILLS.get(random.nextInt(SKILLS.size())),
        random.nextBoolean(),
        random.nextInt(3) == 0 ? 0 : random.nextLong(1_000_000),
        TODAY - random.nextInt(60),
        random.nextBoolean() ? WishFacts.NO_DAY : TODAY + random.nextInt(40),
        random.nextBoolean(),
        random.nextInt(6));
  }

  private Profile claimant(String path, Set<String> skills) {
    Map<Category, Integer> completed = new EnumMap<>(Category.class);
    completed.put(Category.SERVICE, random.nextInt(8));
    int ratings = random.nextInt(9);
    return new Profile(
        path,
        random.nextBoolean() ? Set.of() : Set.of("440104013002"),
        random.nextBoolean() ? Set.of() : Set.of("440104013"),
        skills,
        random.nextInt(7),
        5,
        random.nextInt(9),
        random.nextInt(5),
        completed,
        ratings,
        ratings * (1 + random.nextInt(5)),
        new Openness(
            Set.of(),
            random.nextBoolean() ? null : random.nextInt(5),
            random.nextBoolean() ? null : random.nextLong(1_000_000),
            null));
  }

  private static Profile with(Profile one, String path, Set<String> skills) {
    return new Profile(
        path,
        one.checkIns(),
        one.areas(),
        skills,
        one.live(),
        one.cap(),
        one.recent(),
        one.thisMonth(),
        one.completed(),
        one.ratings(),
        one.stars(),
        one.openness());
  }

  private static int points(Profile claimant, WishFacts wish) {
    return new Score(Weights.standard(), claimant, TODAY).points(wish);
  }

  @Test
  void moreSkill_neverRanksLower() {
    for (int i = 0; i < 5_000; i++) {
      WishFacts wish = wish("440104013001");
      Profile one = claimant("440104013001", Set.of());
      Set<String> skills = new HashSet<>();
      int before = points(one, wish);
      for (String skill : SKILLS) {
        skills.add(skill);
        int after = points(with(one, one.path(), Set.copyOf(skills)), wish);
        assertThat(after).as("%s %s", wish, skills).isGreaterThanOrEqualTo(before);
        before = after;
      }
    }
  }

  @Test
  void movingNearer_neverRanksLower() {
    for (int i = 0; i < 2_000; i++) {
      WishFacts wish = wish(AWAY.getFirst());
      Profile one = claimant(AWAY.getFirst(), Set.of());
      int nearer = points(one, wish);
      for (String path : AWAY) {
        int farther = points(with(one, path, Set.of()), wish);
        assertThat(farther).as("%s %s", wish, path).isLessThanOrEqualTo(nearer);
        nearer = farther;
      }
    }
  }

  @Test
  void everyTerm_staysInItsRange_andTheSumIsTheScore() {
    for (int i = 0; i < 5_000; i++) {
      WishFacts wish = wish(AWAY.get(random.nextInt(AWAY.size())));
      Profile one = claimant(AWAY.get(random.nextInt(AWAY.size())), Set.of("电工"));
      Score score = new Score(Weights.standard(), one, TODAY);
      for (Term term : Term.values()) {
        assertThat(score.percent(term, wish)).as(term.name()).isBetween(term.least(), term.most());
      }
      List<Reason> reasons = score.reasons(wish);
      assertThat(reasons.stream().mapToInt(Reason::points).sum()).isEqualTo(score.points(wish));
      assertThat(reasons).allMatch(reason -> reason.points() != 0);
    }
  }

  @Test
  void newcomers_areNeverPunishedForRatings() {
    for (int ratings = 0; ratings < 3; ratings++) {
      Profile one = claimant("440104013001", Set.of());
      Profile rated =
          new Profile(
              one.path(),
              Set.of(),
              Set.of(),
              Set.of(),
              0,
              5,
              0,
              0,
              Map.of(),
              ratings,
              ratings,
              Openness.ALL);
      assertThat(
              new Score(Weights.standard(), rated, TODAY)
                  .percent(Term.SATISFACTION, wish("440104013001")))
          .isNotNegative();
    }
  }
}
