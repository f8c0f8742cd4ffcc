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
 * Small cases of ranking. Each line of a table has four cells: the reason for the expected order;
 * the claimant or wish for which others are ranked; the wishes or claimants to rank, separated by
 * {@code ;}; and these in the expected order, each with its score and reasons. Places are in the
 * street 440104013; {@code 1} is its first community, {@code 1G02B11} a building in it.
 */
@Tag("fast")
class RankingCasesTest {

  private static final int TODAY = 20_000;

  /** Cases that rank wishes for a claimant. */
  private static final String WISHES =
      """
      The nearer can look in more often: same building before grid before community | 1G02B11 | A 1; B 1G02; C 1G02B11U01 | C 120 (同一栋楼100 还可认领5件20), B 105 (同一网格85 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      Neighbours of home before those of the check-in, and both before strangers of the street | 1G02B11 checkedIn=2 | A 3; B 2G01; C 1 | C 90 (同一社区70 还可认领5件20), B 80 (报到社区60 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      A grid worker knows the own grid: another grid is only the same community | 1G02B11 | A 1G03B11; B 1G02B12 | B 105 (同一网格85 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      Some communities have buildings without grids: the same building is as near there | 1B07 | A 1G02; B 1B07 | B 120 (同一栋楼100 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      Grid 02 and grid 00200 are different places although one number begins like the other | 1G02 | A 1G00200; B 1G02B01 | B 105 (同一网格85 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      Another street's wish may be claimed, but the own street's residents come first | 1 | A /440104014001; B 2 | B 50 (同一街道30 还可认领5件20), A 20 (还可认领5件20)
      Whoever checks in with a community promises to serve it: it counts before the rest of the street | 1 checkedIn=2,3 | A 4; B 3B01 | B 80 (报到社区60 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      A check-in names a community, so a building there is no nearer than the community | 1 checkedIn=2 | A 2; B 2G01B03 | A 80 (报到社区60 还可认领5件20), B 80 (报到社区60 还可认领5件20)
      An organisation of the street belongs to no community: all of the street is as near | /440104013 | A 1; B 2G01 | A 50 (同一街道30 还可认领5件20), B 50 (同一街道30 还可认领5件20)
      Whoever checks in at home has not moved away from home | 1 checkedIn=1 | A 1G05; B 2 | A 90 (同一社区70 还可认领5件20), B 50 (同一街道30 还可认领5件20)
      Few have a needed skill, so they see the wishes that need it first | 1 skill=电工 | A 1; B 1 skill=电工 | B 170 (有所需特长80 同一社区70 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      Anybody can do a wish that needs no skill, so a skill is worth nothing there | 1 skill=电工,木工 | A 1; B 1 | A 90 (同一社区70 还可认领5件20), B 90 (同一社区70 还可认领5件20)
      The skill itself before a similar one, which may do | 1 skill=电工,水电维修 | A 1 skill=水电; B 1 skill=电工 | B 170 (有所需特长80 同一社区70 还可认领5件20), A 138 (同一社区70 特长相近48 还可认领5件20)
      One character says too little to call a skill similar | 1 skill=工 | A 1 skill=电工; B 1 | B 90 (同一社区70 还可认领5件20), A 10 (缺少所需特长-80 同一社区70 还可认领5件20)
      People write a skill in different ways: case and spaces do not matter | 1 skill=IT | A 1; B 1 skill=it | B 170 (有所需特长80 同一社区70 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      The street has few electricians: a wish for one in another community before any wish here | 1 skill=电工 | A 1; B 2 skill=电工 | B 130 (有所需特长80 同一街道30 还可认领5件20), A 90 (同一社区70 还可认领5件20)
      Whoever lacks the skill cannot help next door, but can across the street | 1G02B11 | A 1G02B11 skill=电工; B 2 | B 50 (同一街道30 还可认领5件20), A 40 (同一栋楼100 缺少所需特长-80 还可认领5件20)
      An urgent wish that the claimant lacks the skill for comes after one that it can do | 1 | A 1 skill=电工 ends=0 missed=1 waits=30; B 2 | B 50 (同一街道30 还可认领5件20), A 40 (缺少所需特长-80 同一社区70 还可认领5件20 今天截止10 已等待30天10 前1轮无人认领10)
      Whoever names a service area wants wishes there | 1 area=2 | A 3; B 2 | B 80 (同一街道30 在服务范围内30 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      A service area at home is worth more than one elsewhere | 1 area=1,2 | A 2; B 1 | B 120 (同一社区70 在服务范围内30 还可认领5件20), A 80 (同一街道30 在服务范围内30 还可认领5件20)
      A service area of one building counts as its community, so that it tells nobody in which building a wish is | 1 area=2G01B03 | A 2G01B04; B 3 | A 80 (同一街道30 在服务范围内30 还可认领5件20), B 50 (同一街道30 还可认领5件20)
      A service area is a wish to help, and brings another community only near the own one | 1 area=2 | A 1; B 2 | A 90 (同一社区70 还可认领5件20), B 80 (同一街道30 在服务范围内30 还可认领5件20)
      A wish that can be paid in full before one that can be paid by half | 1 gives=500 | A 1 pledge=1000; B 1 costs=500 | B 130 (同一社区70 资金足够40 还可认领5件20), A 110 (同一社区70 还可认领5件20 可承担50%的资金20)
      Who gives a larger part of a project brings it nearer to its end | 1 gives=500 | A 1 pledge=2000; B 1 pledge=1000 | B 110 (同一社区70 还可认领5件20 可承担50%的资金20), A 100 (同一社区70 还可认领5件20 可承担25%的资金10)
      A wish that costs more than the member gives is not shown: it could not be kept | 1 gives=500 | A 1 costs=501; B 1 | B 90 (同一社区70 还可认领5件20)
      Who gives nothing sees no project to pay for | 1 gives=0 | A 1 pledge=100; B 2 | B 50 (同一街道30 还可认领5件20)
      Who has not said an amount may still give, so sees all | 1 | A 1 costs=90000; B 1 pledge=100 | A 90 (同一社区70 还可认领5件20), B 90 (同一社区70 还可认领5件20)
      Whoever has done such wishes does the next one well, which decides between equals | 1 done=3 | A 1 category=GOODS; B 1 | B 97 (同一社区70 还可认领5件20 同类已完成3件7), A 90 (同一社区70 还可认领5件20)
      Experience is no reason to leave the community | 1 done=5 | A 1 category=GOODS; B 2 | A 90 (同一社区70 还可认领5件20), B 60 (同一街道30 还可认领5件20 同类已完成5件10)
      Whoever sees the last day can still save the round | 1 | A 1 ends=3; B 1 ends=0 | B 100 (同一社区70 还可认领5件20 今天截止10), A 95 (同一社区70 还可认领5件20 还有3天截止5)
      More than a week is no hurry | 1 | A 1 ends=7; B 1 ends=6 | B 91 (同一社区70 还可认领5件20 还有6天截止1), A 90 (同一社区70 还可认领5件20)
      A hurry does not send people to another community while a neighbour waits | 1 | A 1; B 2 ends=0 | A 90 (同一社区70 还可认领5件20), B 60 (同一街道30 还可认领5件20 今天截止10)
      Three weeks without a claim are a sign that a wish is overlooked | 1 | A 1 waits=21; B 1 waits=26 | B 95 (同一社区70 还可认领5件20 已等待26天5), A 90 (同一社区70 还可认领5件20)
      Fresh wishes find somebody by themselves, so a few days are no bonus | 1 | A 1 waits=5; B 1 | A 90 (同一社区70 还可认领5件20), B 90 (同一社区70 还可认领5件20)
      The bonus for waiting is complete after thirty days | 1 | A 1 waits=30; B 1 waits=300 | A 100 (同一社区70 还可认领5件20 已等待30天10), B 100 (同一社区70 还可认领5件20 已等待300天10)
      Somebody is on the way already: a wish with a claim waits no longer | 1 | A 1 waits=30 claims=1; B 1 waits=24 | B 93 (同一社区70 还可认领5件20 已等待24天3), A 90 (同一社区70 还可认领5件20)
      Nearness before long waiting: somebody lives nearer to the other one, too | 1 | A 1; B 2 waits=30 | A 90 (同一社区70 还可认领5件20), B 60 (同一街道30 还可认领5件20 已等待30天10)
      Two missed rounds before one | 1 | A 1 missed=1; B 1 missed=2 | B 110 (同一社区70 还可认领5件20 前2轮无人认领20), A 100 (同一社区70 还可认领5件20 前1轮无人认领10)
      Four missed rounds are the most, so no old wish rules the list | 1 | A 1 missed=9; B 1 missed=4 | A 130 (同一社区70 前9轮无人认领40 还可认领5件20), B 130 (同一社区70 前4轮无人认领40 还可认领5件20)
      Three missed rounds bring a wish of another community near the own ones, not before them | 1 | A 1; B 2 missed=3 | A 90 (同一社区70 还可认领5件20), B 80 (同一街道30 前3轮无人认领30 还可认领5件20)
      Who wants goods only sees goods only, the nearer first | 1 only=GOODS | A 1; B 1 category=GOODS; C 2 category=GOODS | B 90 (同一社区70 还可认领5件20), C 50 (同一街道30 还可认领5件20)
      Whoever has claimed much sees the street as a whole; the near ones are left to neighbours | 1G02B11 recent=6 | A 1G02B11; B 2 waits=24; C 1G02 | B 23 (同一街道30 近期已认领6件-30 还可认领5件20 已等待24天3), A 20 (同一栋楼100 近期已认领6件-100 还可认领5件20), C 20 (同一网格85 近期已认领6件-85 还可认领5件20)
      One recent claim changes no order by nearness | 1G02B11 recent=1 | A 2; B 1; C 1G02B11 | C 102 (同一栋楼100 还可认领5件20 近期已认领1件-18), B 78 (同一社区70 还可认领5件20 近期已认领1件-12), A 45 (同一街道30 还可认领5件20 近期已认领1件-5)
      A busy electrician still sees what only an electrician can do | 1 skill=电工 recent=6 | A 1; B 2 skill=电工 | B 100 (有所需特长80 同一街道30 近期已认领6件-30 还可认领5件20), A 20 (同一社区70 近期已认领6件-70 还可认领5件20)
      """;

  /** Cases that rank claimants for a wish. */
  private static final String CLAIMANTS =
      """
      The neighbour can look in any day, so is asked first | 1G02B11 | A 2; B 1; C 1G02B11 | C 120 (同一栋楼100 还可认领5件20), B 90 (同一社区70 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      An electrician before a neighbour who is none | 1 skill=电工 | A 1; B 1 skill=电工 | B 170 (有所需特长80 同一社区70 还可认领5件20), A 10 (缺少所需特长-80 同一社区70 还可认领5件20)
      An electrician of the street before a neighbour who is none: the skill is what is missing | 1 skill=电工 | A 1G01B01; B 2 skill=电工 | B 130 (有所需特长80 同一街道30 还可认领5件20), A 10 (缺少所需特长-80 同一社区70 还可认领5件20)
      A similar skill may do, and is better than none | 1 skill=水电维修 | A 1 skill=理发; B 1 skill=水电 | B 138 (同一社区70 特长相近48 还可认领5件20), A 10 (缺少所需特长-80 同一社区70 还可认领5件20)
      Whoever has more room is less likely to let it wait | 1 | A 1 live=3; B 1 live=1 | B 86 (同一社区70 还可认领4件16), A 78 (同一社区70 还可认领2件8)
      Who has no room would be refused, so is missing | 1 | A 1 live=5; B 2 | B 50 (同一街道30 还可认领5件20)
      Who is paused does not want to be asked | 1 | A 1 paused=1; B 2 | B 50 (同一街道30 还可认领5件20)
      Who was paused until today is back | 1 | A 2; B 1 paused=0 | B 90 (同一社区70 还可认领5件20), A 50 (同一街道30 还可认领5件20)
      Who has used up the places of the month wants no more | 1 | A 1 aMonth=2 thisMonth=2; B 2 | B 50 (同一街道30 还可认领5件20)
      Who wants one more this month has less room than who wants five | 1 | A 1 aMonth=3 thisMonth=2; B 1 | B 90 (同一社区70 还可认领5件20), A 74 (同一社区70 还可认领1件4)
      Who does not want the category is missing, however near | 1 category=GOODS | A 1 only=SERVICE; B 2 only=GOODS | B 50 (同一街道30 还可认领5件20)
      Who gives too little is missing, however near | 1 costs=800 | A 1 gives=700; B 2 gives=800 | B 90 (资金足够40 同一街道30 还可认领5件20)
      Who pays more of a project is asked first | 1 pledge=1000 | A 1 gives=200; B 1 gives=900 | B 126 (同一社区70 可承担90%的资金36 还可认领5件20), A 98 (同一社区70 还可认领5件20 可承担20%的资金8)
      Who had few claims lately is asked before who had many | 1 | A 1 recent=4; B 1 recent=1 | B 78 (同一社区70 还可认领5件20 近期已认领1件-12), A 40 (同一社区70 近期已认领4件-50 还可认领5件20)
      Six recent claims are the most: then nearness counts nothing | 1 | A 1 recent=9; B 1 recent=6 | A 20 (同一社区70 近期已认领9件-70 还可认领5件20), B 20 (同一社区70 近期已认领6件-70 还可认领5件20)
      An idle member of the street before a neighbour who has claimed much | 1 | A 1 recent=6; B 2 | B 50 (同一街道30 还可认领5件20), A 20 (同一社区70 近期已认领6件-70 还可认领5件20)
      Having claimed much takes away the nearness, and never more: a busy neighbour is as good as a stranger | 1 | A 1 recent=9; B /440104014001 | A 20 (同一社区70 近期已认领9件-70 还可认领5件20), B 20 (还可认领5件20)
      A busy electrician before an idle neighbour who is none | 1 skill=电工 | A 1; B 1 skill=电工 recent=6 | B 100 (有所需特长80 同一社区70 近期已认领6件-70 还可认领5件20), A 10 (缺少所需特长-80 同一社区70 还可认领5件20)
      Well rated before a newcomer: residents were content | 1 | A 1; B 1 stars=555 | B 102 (同一社区70 还可认领5件20 居民评价好12), A 90 (同一社区70 还可认领5件20)
      A newcomer before badly rated: residents were not content | 1 | A 1 stars=111; B 1 | B 90 (同一社区70 还可认领5件20), A 78 (同一社区70 还可认领5件20 居民评价偏低-12)
      Two bad ratings may be chance, so they do not harm a newcomer | 1 | A 1 stars=11; B 1 live=1 | A 90 (同一社区70 还可认领5件20), B 86 (同一社区70 还可认领4件16)
      Many good ratings say more than one | 1 | A 1 stars=5; B 1 stars=55555 | B 104 (同一社区70 还可认领5件20 居民评价好14), A 96 (同一社区70 还可认领5件20 居民评价好6)
      The first of a category teaches more than the fifth, and done is better than never done | 1 | A 1; B 1 done=1; C 1 done=4; D 1 done=5 | D 100 (同一社区70 还可认领5件20 同类已完成5件10), C 99 (同一社区70 还可认领5件20 同类已完成4件9), B 94 (同一社区70 还可认领5件20 同类已完成1件4), A 90 (同一社区70 还可认领5件20)
      Experience does not outweigh a recent claim: others shall learn, too | 1 | A 1 done=5 recent=1; B 1 | B 90 (同一社区70 还可认领5件20), A 88 (同一社区70 还可认领5件20 近期已认领1件-12 同类已完成5件10)
      Who serves the area by choice is asked before who only lives as near | 2 | A 1; B 1 area=2 | B 80 (同一街道30 在服务范围内30 还可认领5件20), A 50 (同一街道30 还可认领5件20)
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
