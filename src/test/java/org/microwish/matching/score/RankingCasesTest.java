package org.microwish.matching.score;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.microwish.wish.lifecycle.Category;

/**
 * Small cases of ranking. Each line of a table has four cells: what it shows; the one side; the
 * other side, several items apart by {@code ;}; and the items in order, each with its score and
 * reasons. Places are in the street 440104013; {@code 1} is its first community, {@code 1G02B11} a
 * building in it.
 */
@Tag("fast")
class RankingCasesTest {

  private static final int TODAY = 20_000;

  /** A claimant, and wishes in the order in which the claimant sees them. */
  private static final String WISHES =
      """
      same building before grid before community | 1G02B11 | A 1; B 1G02; C 1G02B11U01 | C 120 (同一栋楼100 还可认领5件20), B 105 (同一网格85 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      same community before community of check-in before street | 1G02B11 checkedIn=2 | A 3; B 2G01; C 1 | C 90 (同一社区70 还可认领5件20), B 80 (报到社区60 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      another grid is only the same community | 1G02B11 | A 1G03B11; B 1G02B12 | B 105 (同一网格85 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      a building without a grid | 1B07 | A 1G02; B 1B07 | B 120 (同一栋楼100 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      a grid number is never the beginning of another | 1G02 | A 1G00200; B 1G02B01 | B 105 (同一网格85 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      another street is last | 1 | A /440104014001; B 2 | B 50 (同一街道30 还可认领5件20), A 20 (还可认领5件20)
      a check-in elsewhere counts as that community | 1 checkedIn=2,3 | A 4; B 3B01 | B 80 (报到社区60 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      an organisation of the street is as near as the street | /440104013 | A 1; B 2G01 | A 50 (同一街道30 还可认领5件20), B 50 (同一街道30 还可认领5件20)
      a check-in does not make the own community farther | 1 checkedIn=1 | A 1G05; B 2 | A 90 (同一社区70 还可认领5件20), B 50 (同一街道30 还可认领5件20)
      a needed skill before none | 1 skill=电工 | A 1; B 1 skill=电工 | B 170 (有所需特长80 同一社区70 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      a skill is worth nothing where none is needed | 1 skill=电工,木工 | A 1 waits=1; B 1 | A 91 (同一社区70 还可认领5件20 已等待1天1), B 90 (同一社区70 还可认领5件20)
      the same skill before a similar one | 1 skill=电工,水电维修 | A 1 skill=水电; B 1 skill=电工 | B 170 (有所需特长80 同一社区70 还可认领5件20), A 138 (同一社区70 特长相近48 还可认领5件20)
      one character is no similar skill | 1 skill=工 | A 1 skill=电工; B 1 | A 90 (同一社区70 还可认领5件20), B 90 (同一社区70 还可认领5件20)
      skills ignore case and spaces | 1 skill=IT | A 1; B 1 skill=it | B 170 (有所需特长80 同一社区70 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      a needed skill in another community before none here | 1 skill=电工 | A 1; B 2 skill=电工 | B 130 (有所需特长80 同一街道30 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      a service area before none | 1 area=2 | A 3; B 2 | B 80 (同一街道30 在服务范围内30 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      a service area adds to nearness | 1 area=1 | A 2; B 1 | B 120 (同一社区70 在服务范围内30 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      a service area in a building | 1 area=2G01B03 | A 2G01B04; B 2G01B03 | B 80 (同一街道30 在服务范围内30 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      enough money before too little | 1 gives=500 | A 1 pledge=1000; B 1 costs=500 | B 130 (同一社区70 资金足够40 还可认领5件20), A 110 (同一社区70 还可认领5件20 可承担50%的资金20)
      a part of a pledge counts for that part | 1 gives=500 | A 1 pledge=2000; B 1 pledge=1000 | B 110 (同一社区70 还可认领5件20 可承担50%的资金20), A 100 (同一社区70 还可认领5件20 可承担25%的资金10)
      a wish that costs more than the claimant gives is not shown | 1 gives=500 | A 1 costs=501; B 1 | B 90 (同一社区70 还可认领5件20)
      who gives nothing sees no project to pay for | 1 gives=0 | A 1 pledge=100; B 2 | B 50 (同一街道30 还可认领5件20)
      who has not said sees all | 1 | A 1 costs=90000; B 1 waits=1 pledge=100 | B 91 (同一社区70 还可认领5件20 已等待1天1), A 90 (同一社区70 还可认领5件20)
      experience with the category | 1 done=3 | A 1 category=GOODS; B 1 | B 112 (同一社区70 同类已完成3件22 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      experience grows less and less | 1 done=1 | A 1 waits=10 category=GOODS; B 1 | A 109 (同一社区70 还可认领5件20 已等待10天19), B 102 (同一社区70 还可认领5件20 同类已完成1件12)
      a wish that ends today before one that ends next week | 1 | A 1 ends=7; B 1 ends=0 | B 140 (同一社区70 今天截止50 还可认领5件20), A 115 (同一社区70 还有7天截止25 还可认领5件20)
      two weeks are not urgent | 1 | A 1 ends=14; B 1 ends=13 | B 94 (同一社区70 还可认领5件20 还有13天截止4), A 90 (同一社区70 还可认领5件20)
      urgency before a little nearness | 1 | A 1; B 2 ends=0 | B 100 (今天截止50 同一街道30 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      waiting ten days before fresh | 1 | A 1; B 1 waits=10 | B 109 (同一社区70 还可认领5件20 已等待10天19), A 90 (同一社区70 还可认领5件20)
      waiting counts up to thirty days | 1 | A 1 waits=30; B 1 waits=300 | A 150 (同一社区70 已等待30天60 还可认领5件20), B 150 (同一社区70 已等待300天60 还可认领5件20)
      a wish with a claim does not wait | 1 | A 1 waits=30 claims=1; B 1 waits=3 | B 96 (同一社区70 还可认领5件20 已等待3天6), A 90 (同一社区70 还可认领5件20)
      long waiting in the street before fresh in the community | 1 | A 1; B 2 waits=30 | B 110 (已等待30天60 同一街道30 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      missed rounds | 1 | A 1 missed=1; B 1 missed=2 | B 110 (同一社区70 还可认领5件20 前2轮无人认领20), A 100 (同一社区70 还可认领5件20 前1轮无人认领10)
      four missed rounds are the most | 1 | A 1 missed=9; B 1 missed=4 | A 130 (同一社区70 前9轮无人认领40 还可认领5件20), B 130 (同一社区70 前4轮无人认领40 还可认领5件20)
      only the wanted categories | 1 only=GOODS | A 1; B 1 category=GOODS; C 2 category=GOODS | B 90 (同一社区70 还可认领5件20), C 50 (同一街道30 还可认领5件20)
      a busy claimant sees waiting wishes first | 1 recent=5 | A 1; B 2 waits=20 | B 49 (近期已认领5件-40 已等待20天39 同一街道30 还可认领5件20), A 30 (同一社区70 近期已认领5件-60 还可认领5件20)
      """;

  /** A wish, and claimants in the order in which its operator sees them. */
  private static final String CLAIMANTS =
      """
      the neighbour first | 1G02B11 | A 2; B 1; C 1G02B11 | C 120 (同一栋楼100 还可认领5件20), B 90 (同一社区70 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      the electrician first | 1 skill=电工 | A 1; B 1 skill=电工 | B 170 (有所需特长80 同一社区70 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      an electrician of the street before a neighbour | 1 skill=电工 | A 1; B 2 skill=电工 | B 130 (有所需特长80 同一街道30 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      the one with more room | 1 | A 1 live=3; B 1 live=1 | B 86 (同一社区70 还可认领4件16), A 78 (同一社区70 还可认领2件8)
      who has no room is missing | 1 | A 1 live=5; B 2 | B 50 (同一街道30 还可认领5件20)
      who is paused is missing | 1 | A 1 paused=1; B 2 | B 50 (同一街道30 还可认领5件20)
      who was paused until today is back | 1 | A 2; B 1 paused=0 | B 90 (同一社区70 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      the places of the month are used up | 1 | A 1 aMonth=2 thisMonth=2; B 2 | B 50 (同一街道30 还可认领5件20)
      one place of the month is left | 1 | A 1 aMonth=3 thisMonth=2; B 1 | B 90 (同一社区70 还可认领5件20), A 74 (同一社区70 还可认领1件4)
      who does not want the category is missing | 1 category=GOODS | A 1 only=SERVICE; B 2 only=GOODS | B 50 (同一街道30 还可认领5件20)
      who gives too little is missing | 1 costs=800 | A 1 gives=700; B 2 gives=800 | B 90 (资金足够40 同一街道30 还可认领5件20)
      the one who pays more of a project | 1 pledge=1000 | A 1 gives=200; B 1 gives=900 | B 126 (同一社区70 可承担90%的资金36 还可认领5件20), A 98 (同一社区70 还可认领5件20 可承担20%的资金8)
      who had few claims lately | 1 | A 1 recent=4; B 1 recent=1 | B 78 (同一社区70 还可认领5件20 近期已认领1件-12), A 42 (同一社区70 近期已认领4件-48 还可认领5件20)
      five recent claims are the most | 1 | A 1 recent=9; B 1 recent=5 | A 30 (同一社区70 近期已认领9件-60 还可认领5件20), B 30 (同一社区70 近期已认领5件-60 还可认领5件20)
      recent claims count less for a wish that waited | 1 waits=30 | A 1 recent=5; B 2 | A 120 (同一社区70 已等待30天60 近期已认领5件-30 还可认领5件20), B 110 (已等待30天60 同一街道30 还可认领5件20)
      well rated before a newcomer | 1 | A 1; B 1 stars=555 | B 102 (同一社区70 还可认领5件20 居民评价好12), A 90 (同一社区70 还可认领5件20)
      a newcomer before badly rated | 1 | A 1 stars=111; B 1 | B 90 (同一社区70 还可认领5件20), A 78 (同一社区70 还可认领5件20 居民评价偏低-12)
      two bad ratings do not harm a newcomer | 1 | A 1 stars=11; B 1 live=1 | A 90 (同一社区70 还可认领5件20), B 86 (同一社区70 还可认领4件16)
      many good ratings before one | 1 | A 1 stars=5; B 1 stars=55555 | B 104 (同一社区70 还可认领5件20 居民评价好14), A 96 (同一社区70 还可认领5件20 居民评价好6)
      experience before none | 1 | A 1; B 1 done=5 | B 120 (同一社区70 同类已完成5件30 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      """;

  static Stream<Arguments> wishes() {
    return rows(WISHES);
  }

  static Stream<Arguments> claimants() {
    return rows(CLAIMANTS);
  }

  private static Stream<Arguments> rows(String table) {
    return table
        .lines()
        .map(line -> line.split("\\|", -1))
        .map(cells -> Arguments.of(Arrays.stream(cells).map(String::strip).toArray()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void wishes(String name, String claimant, String wishes, String expected) {
    Profile profile = claimant(claimant);
    Map<String, WishFacts> items = new LinkedHashMap<>();
    named(wishes).forEach((letter, facts) -> items.put(letter, wish(facts)));
    items.values().removeIf(wish -> !profile.openness().admits(wish));
    assertThat(
            order(
                items,
                wish -> new Score(Weights.standard(), profile, TODAY).points(wish),
                wish -> new Score(Weights.standard(), profile, TODAY).reasons(wish)))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void claimants(String name, String wish, String claimants, String expected) {
    WishFacts facts = wish(wish);
    Map<String, Profile> items = new LinkedHashMap<>();
    named(claimants).forEach((letter, one) -> items.put(letter, claimant(one)));
    items.values().removeIf(one -> !one.open(TODAY) || !one.openness().admits(facts));
    assertThat(
            order(
                items,
                one -> new Score(Weights.standard(), one, TODAY).points(facts),
                one -> new Score(Weights.standard(), one, TODAY).reasons(facts)))
        .isEqualTo(expected);
  }

  private interface Points<T> {
    int of(T item);
  }

  private interface Reasons<T> {
    List<Reason> of(T item);
  }

  private static <T> String order(Map<String, T> items, Points<T> points, Reasons<T> reasons) {
    List<Map.Entry<String, T>> sorted = new ArrayList<>(items.entrySet());
    sorted.sort(Comparator.comparingInt(one -> -points.of(one.getValue())));
    return sorted.stream()
        .map(
            one -> {
              List<Reason> terms = reasons.of(one.getValue());
              assertThat(terms.stream().mapToInt(Reason::points).sum())
                  .isEqualTo(points.of(one.getValue()));
              assertThat(terms).allMatch(term -> term.chinese().length() <= 12);
              assertThat(terms).allMatch(term -> term.english().length() <= 24);
              return one.getKey()
                  + " "
                  + points.of(one.getValue())
                  + terms.stream()
                      .map(term -> term.chinese() + term.points())
                      .collect(joining(" ", " (", ")"));
            })
        .collect(joining(", "));
  }

  /** Reads items such as {@code A 1G02 waits=3; B 2}. */
  private static Map<String, String> named(String items) {
    Map<String, String> named = new LinkedHashMap<>();
    for (String item : items.split(";", -1)) {
      String[] parts = item.strip().split(" ", 2);
      named.put(parts[0], parts.length == 1 ? "" : parts[1]);
    }
    return named;
  }

  /** Reads facts such as {@code 1G02 skill=电工 waits=3}; the place comes first. */
  private static Map<String, String> facts(String text) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String word : text.strip().split(" +", -1)) {
      String[] parts = word.split("=", -1);
      facts.put(parts.length == 1 ? "at" : parts[0], parts[parts.length - 1]);
    }
    return facts;
  }

  private static String path(String place) {
    if (place.startsWith("/")) {
      return place.substring(1);
    }
    return place.isEmpty() ? "440104013" : "44010401300" + place;
  }

  private static WishFacts wish(String text) {
    Map<String, String> facts = facts(text);
    String ends = facts.get("ends");
    int waits = Integer.parseInt(facts.getOrDefault("waits", "0"));
    return new WishFacts.Of(
        path(facts.get("at")),
        Category.valueOf(facts.getOrDefault("category", "SERVICE")),
        Profile.skill(facts.get("skill")),
        facts.containsKey("pledge"),
        100 * Long.parseLong(facts.getOrDefault("pledge", facts.getOrDefault("costs", "0"))),
        TODAY - waits,
        ends == null ? WishFacts.NO_DAY : TODAY + Integer.parseInt(ends),
        !facts.containsKey("claims"),
        Integer.parseInt(facts.getOrDefault("missed", "0")));
  }

  private static Set<String> set(String values) {
    return values == null ? Set.of() : new HashSet<>(List.of(values.split(",", -1)));
  }

  private static Profile claimant(String text) {
    Map<String, String> facts = facts(text);
    Set<String> checkIns = new HashSet<>();
    set(facts.get("checkedIn")).forEach(place -> checkIns.add(path(place)));
    Set<String> areas = new HashSet<>();
    set(facts.get("area")).forEach(place -> areas.add(path(place)));
    Set<String> skills = new HashSet<>();
    set(facts.get("skill")).forEach(skill -> skills.add(Profile.skill(skill)));
    Set<Category> categories = new HashSet<>();
    set(facts.get("only")).forEach(name -> categories.add(Category.valueOf(name)));
    Map<Category, Integer> done = new EnumMap<>(Category.class);
    done.put(Category.SERVICE, Integer.parseInt(facts.getOrDefault("done", "0")));
    List<String> stars =
        facts.containsKey("stars") ? List.of(facts.get("stars").split("", -1)) : List.of();
    String amount = facts.get("gives");
    String month = facts.get("aMonth");
    String paused = facts.get("paused");
    return new Profile(
        path(facts.get("at")),
        checkIns,
        areas,
        skills,
        Integer.parseInt(facts.getOrDefault("live", "0")),
        5,
        Integer.parseInt(facts.getOrDefault("recent", "0")),
        Integer.parseInt(facts.getOrDefault("thisMonth", "0")),
        done,
        (int) stars.stream().filter(star -> !star.isEmpty()).count(),
        stars.stream().filter(star -> !star.isEmpty()).mapToInt(Integer::parseInt).sum(),
        new Openness(
            categories,
            month == null ? null : Integer.valueOf(month),
            amount == null ? null : 100 * Long.valueOf(amount),
            paused == null ? null : TODAY + Long.valueOf(paused)));
  }
}
