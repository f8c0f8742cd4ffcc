package org.microwish.matching.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.wish.lifecycle.Category;

/**
 * Simulates a street for some weeks: members look at a list from time to time and claim one of the
 * first wishes with a probability that depends on distance and skill. Each street is simulated
 * three times with the same members and wishes: with lists sorted newest first, nearest first, and
 * by score. {@code -Dranking.streets=100} simulates that many streets and prints the figures of
 * each.
 */
@Tag("fast")
class RankingSimulationTest {

  private static final int DAYS = 90;
  private static final int OPEN_DAYS = 30;
  private static final int WORK_DAYS = 14;
  private static final int WISHES_A_WEEK = 84;
  private static final int MEMBERS = 250;
  private static final int COMMUNITIES = 6;
  private static final int SHOWN = 10;
  private static final int CAP = 5;
  private static final List<Category> CATEGORIES = List.of(Category.values());
  private static final List<String> SKILLS = List.of("电工", "理发", "木工", "英语", "医疗", "水暖");

  /** Minutes per day in which members look at lists. Wishes are published at their beginning. */
  private static final int MINUTES = 14 * 60;

  /**
   * The waiting time, in minutes, of a wish that nobody claims: one day more than wishes stay open.
   */
  private static final int NEVER = (OPEN_DAYS + 1) * 24 * 60;

  /** The first seed. Terms and weights were chosen with smaller seeds only. */
  private static final long FIRST_SEED = 9_001;

  private static final int STREETS = Integer.getInteger("ranking.streets", 10);

  /** How a list is sorted. */
  private enum Order {
    NEWEST,
    NEAREST,
    SCORE
  }

  private static final class Wish {
    final int id;
    final int day;
    final String path;
    final Category category;
    final String skill;
    final WishFacts facts;
    boolean claimed;

    /** Minutes from the publication to the claim. */
    int after = NEVER;

    Wish(int id, int day, String path, Category category, String skill) {
      this.id = id;
      this.day = day;
      this.path = path;
      this.category = category;
      this.skill = skill;
      facts = new WishFacts.Of(path, category, skill, false, 0, day, day + OPEN_DAYS, true, 0);
    }
  }

  private static final class Member {
    final String path;
    final Set<String> skills;
    final double visits;
    final List<Integer> claims = new ArrayList<>();
    final Map<Category, Integer> done = new EnumMap<>(Category.class);

    Member(String path, Set<String> skills, double visits) {
      this.path = path;
      this.skills = skills;
      this.visits = visits;
    }

    int since(int day) {
      return (int) claims.stream().filter(claim -> claim > day).count();
    }

    Profile profile(int day) {
      int recent = since(day - 28);
      return new Profile(
          path,
          Set.of(),
          Set.of(),
          skills,
          since(day - WORK_DAYS),
          CAP,
          recent,
          recent,
          Map.copyOf(done),
          0,
          0,
          Openness.ALL);
    }
  }

  /**
   * The result of simulating one street.
   *
   * @param minutes the minutes to the claim of each wish; {@link #NEVER} for none
   * @param gini the Gini coefficient of the members' numbers of claims
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Result(int[] minutes, double gini) {}

  private static String place(Random random) {
    // Some communities are larger than others.
    int community = 1 + (int) (COMMUNITIES * Math.pow(random.nextDouble(), 1.6));
    return "44010401300%dG0%dB0%d"
        .formatted(community, 1 + random.nextInt(4), 1 + random.nextInt(5));
  }

  private static Result run(Order order, long seed) {
    Random world = new Random(seed);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      Set<String> skills =
          world.nextInt(10) < 4 ? Set.of(SKILLS.get(world.nextInt(SKILLS.size()))) : Set.of();
      // A few members look every day, most of them once in some weeks.
      members.add(new Member(place(world), skills, 0.01 + 0.3 * Math.pow(world.nextDouble(), 5)));
    }
    List<Wish> all = new ArrayList<>();
    // Staff review and publish once a week.
    for (int day = 0; day < DAYS; day += 7) {
      for (int i = 0; i < WISHES_A_WEEK; i++) {
        String skill = world.nextInt(10) < 3 ? SKILLS.get(world.nextInt(SKILLS.size())) : null;
        all.add(new Wish(all.size(), day, place(world), CATEGORIES.get(world.nextInt(3)), skill));
      }
    }
    Random chance = new Random(seed + 1);
    for (int day = 0; day < DAYS + OPEN_DAYS; day++) {
      int today = day;
      List<Wish> open =
          new ArrayList<>(
              all.stream()
                  .filter(
                      wish -> !wish.claimed && wish.day <= today && today <= wish.day + OPEN_DAYS)
                  .toList());
      List<Member> visitors = new ArrayList<>();
      members.forEach(
          member -> {
            if (chance.nextDouble() < member.visits) {
              visitors.add(member);
            }
          });
      Collections.shuffle(visitors, chance);
      int[] minutes =
          new Random(1_000 * seed + day).ints(visitors.size(), 0, MINUTES).sorted().toArray();
      for (int i = 0; i < minutes.length; i++) {
        visit(order, visitors.get(i), open, day, minutes[i], chance);
      }
    }
    return result(all, members);
  }

  private static void visit(
      Order order, Member member, List<Wish> open, int day, int minute, Random chance) {
    if (member.since(day - WORK_DAYS) >= CAP) {
      return;
    }
    double attention = 1;
    for (Wish wish : first(order, member, open, day)) {
      if (chance.nextDouble() < attention * willing(member, wish)) {
        wish.claimed = true;
        wish.after = (day - wish.day) * 24 * 60 + minute;
        open.remove(wish);
        member.claims.add(day);
        member.done.merge(wish.category, 1, Integer::sum);
        return;
      }
      attention *= 0.85;
    }
  }

  /** Returns the first wishes of the member's list; of equal wishes, the newest first. */
  private static List<Wish> first(Order order, Member member, List<Wish> open, int day) {
    Score score = new Score(Weights.standard(), member.profile(day), day);
    long[] keys = new long[open.size()];
    for (int i = 0; i < keys.length; i++) {
      Wish wish = open.get(i);
      int points =
          switch (order) {
            case NEWEST -> 0;
            case NEAREST -> Nearness.between(wish.path, member.path).percent;
            case SCORE -> score.points(wish.facts);
          };
      keys[i] = ((long) points << 32) + ((long) wish.id << 16) + i;
    }
    Arrays.sort(keys);
    return LongStream.range(0, Math.min(SHOWN, keys.length))
        .mapToObj(i -> open.get((int) (keys[keys.length - 1 - (int) i] & 0xffff)))
        .toList();
  }

  /** Returns the probability that a member claims a wish that it looks at. */
  private static double willing(Member member, Wish wish) {
    double near =
        switch (Nearness.between(wish.path, member.path)) {
          case BUILDING -> 0.5;
          case GRID -> 0.4;
          case COMMUNITY, CHECK_IN -> 0.3;
          case STREET -> 0.12;
          case ELSEWHERE -> 0.02;
        };
    return wish.skill == null ? near : member.skills.contains(wish.skill) ? near * 1.5 : near / 10;
  }

  private static Result result(List<Wish> all, List<Member> members) {
    int[] loads = members.stream().mapToInt(member -> member.claims.size()).sorted().toArray();
    double weighted = 0;
    for (int i = 0; i < loads.length; i++) {
      weighted += (2.0 * (i + 1) - loads.length - 1) * loads[i];
    }
    return new Result(
        all.stream().mapToInt(wish -> wish.after).toArray(),
        weighted / ((double) loads.length * Arrays.stream(loads).sum()));
  }

  /**
   * The result of simulating several streets.
   *
   * @param hours the median time to the claim of a wish; wishes without a claim count with the
   *     longest time
   */
  private record Total(long claimed, double hours, double gini) {
    static Total of(List<Result> results) {
      int[] minutes =
          results.stream().flatMapToInt(one -> Arrays.stream(one.minutes())).sorted().toArray();
      return new Total(
          Arrays.stream(minutes).filter(minute -> minute < NEVER).count(),
          minutes[minutes.length / 2] / 60.0,
          results.stream().mapToDouble(Result::gini).average().orElseThrow());
    }

    @Override
    public String toString() {
      return "claimed %d median %.1f h Gini %.4f".formatted(claimed, hours, gini);
    }
  }

  @Test
  void thisRanking_servesMore_sooner_andMoreEvenly() {
    Map<Order, List<Result>> streets = new EnumMap<>(Order.class);
    for (Order order : Order.values()) {
      streets.put(
          order,
          LongStream.range(FIRST_SEED, FIRST_SEED + STREETS)
              .parallel()
              .mapToObj(seed -> run(order, seed))
              .toList());
    }
    Map<Order, Total> totals = new EnumMap<>(Order.class);
    streets.forEach((order, results) -> totals.put(order, Total.of(results)));
    if (Integer.getInteger("ranking.streets") != null) {
      print(streets, totals);
    }
    Total own = totals.get(Order.SCORE);
    for (Order other : List.of(Order.NEWEST, Order.NEAREST)) {
      Total than = totals.get(other);
      assertThat(own.claimed()).as("claimed %s", totals).isGreaterThan(than.claimed());
      assertThat(own.hours()).as("median %s", totals).isLessThan(than.hours());
      assertThat(own.gini()).as("Gini %s", totals).isLessThan(than.gini());
    }
  }

  private static void print(Map<Order, List<Result>> streets, Map<Order, Total> totals) {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < STREETS; i++) {
      for (Order order : Order.values()) {
        table.append("%d %s %s%n".formatted(FIRST_SEED + i, order, one(streets, order, i)));
      }
    }
    totals.forEach((order, total) -> table.append("all %s %s%n".formatted(order, total)));
    for (Order other : List.of(Order.NEWEST, Order.NEAREST)) {
      int claimed = 0;
      int sooner = 0;
      int evener = 0;
      for (int i = 0; i < STREETS; i++) {
        Total own = one(streets, Order.SCORE, i);
        Total than = one(streets, other, i);
        claimed += own.claimed() > than.claimed() ? 1 : 0;
        sooner += own.hours() < than.hours() ? 1 : 0;
        evener += own.gini() < than.gini() ? 1 : 0;
      }
      table.append(
          "streets in which this ranking is better than %s: claimed %d, median %d, Gini %d%n"
              .formatted(other, claimed, sooner, evener));
    }
    System.out.print(table);
  }

  private static Total one(Map<Order, List<Result>> streets, Order order, int street) {
    return Total.of(List.of(streets.get(order).get(street)));
  }
}
