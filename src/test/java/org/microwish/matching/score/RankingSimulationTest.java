package org.microwish.matching.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
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
 * first wishes with a probability that depends on distance and skill. The same members see the same
 * wishes newest first, nearest first, and in this ranking.
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
    int claimedOn = -1;

    Wish(int id, int day, String path, Category category, String skill) {
      this.id = id;
      this.day = day;
      this.path = path;
      this.category = category;
      this.skill = skill;
    }

    WishFacts facts() {
      return new WishFacts.Of(path, category, skill, false, 0, day, day + OPEN_DAYS, true, 0);
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
   * What happened in one street.
   *
   * @param days the days to the claim of each wish; more than {@link #OPEN_DAYS} for none
   * @param gini the Gini coefficient of the members' numbers of claims
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Result(int[] days, double gini) {}

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
      // A few come every day, most once in some weeks.
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
                      wish ->
                          wish.claimedOn < 0 && wish.day <= today && today <= wish.day + OPEN_DAYS)
                  .toList());
      List<Member> visitors = new ArrayList<>();
      members.forEach(
          member -> {
            if (chance.nextDouble() < member.visits) {
              visitors.add(member);
            }
          });
      Collections.shuffle(visitors, chance);
      visitors.forEach(member -> visit(order, member, open, today, chance));
    }
    return result(all, members);
  }

  private static void visit(Order order, Member member, List<Wish> open, int day, Random chance) {
    if (member.since(day - WORK_DAYS) >= CAP) {
      return;
    }
    Score score = new Score(Weights.standard(), member.profile(day), day);
    Comparator<Wish> best =
        switch (order) {
          case NEWEST -> Comparator.comparingInt(wish -> -wish.id);
          case NEAREST ->
              Comparator.<Wish>comparingInt(
                      wish -> -Nearness.between(wish.path, member.path).percent)
                  .thenComparingInt(wish -> -wish.id);
          case SCORE ->
              Comparator.<Wish>comparingInt(wish -> -score.points(wish.facts()))
                  .thenComparingInt(wish -> -wish.id);
        };
    List<Wish> list = open.stream().sorted(best).limit(SHOWN).toList();
    double attention = 1;
    for (Wish wish : list) {
      if (chance.nextDouble() < attention * willing(member, wish)) {
        wish.claimedOn = day;
        open.remove(wish);
        member.claims.add(day);
        member.done.merge(wish.category, 1, Integer::sum);
        return;
      }
      attention *= 0.85;
    }
  }

  /** How probably a member claims a wish that it looks at. */
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
    int[] days =
        all.stream()
            .mapToInt(wish -> wish.claimedOn < 0 ? OPEN_DAYS + 1 : wish.claimedOn - wish.day)
            .toArray();
    int[] loads = members.stream().mapToInt(member -> member.claims.size()).sorted().toArray();
    double weighted = 0;
    for (int i = 0; i < loads.length; i++) {
      weighted += (2.0 * (i + 1) - loads.length - 1) * loads[i];
    }
    return new Result(days, weighted / ((double) loads.length * Arrays.stream(loads).sum()));
  }

  /** What happened in all streets. */
  private record Total(long claimed, int medianDays, double gini) {
    static Total of(List<Result> results) {
      int[] days =
          results.stream().flatMapToInt(one -> Arrays.stream(one.days())).sorted().toArray();
      return new Total(
          Arrays.stream(days).filter(day -> day <= OPEN_DAYS).count(),
          days[days.length / 2],
          results.stream().mapToDouble(Result::gini).average().orElseThrow());
    }
  }

  @Test
  void thisRanking_servesMoreAndMoreEvenly_andNotLater() {
    Map<Order, Total> totals = new EnumMap<>(Order.class);
    for (Order order : Order.values()) {
      totals.put(
          order,
          Total.of(LongStream.rangeClosed(1, 6).mapToObj(seed -> run(order, seed)).toList()));
    }
    Total own = totals.get(Order.SCORE);
    for (Order other : List.of(Order.NEWEST, Order.NEAREST)) {
      Total than = totals.get(other);
      assertThat(own.claimed()).as("claimed %s", totals).isGreaterThan(than.claimed());
      assertThat(own.gini()).as("Gini %s", totals).isLessThan(than.gini());
      assertThat(own.medianDays()).as("median %s", totals).isLessThanOrEqualTo(than.medianDays());
    }
  }
}
