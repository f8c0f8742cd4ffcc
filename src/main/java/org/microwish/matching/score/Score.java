package org.microwish.matching.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.microwish.wish.lifecycle.Category;

/**
 * Scores open wishes for one claimant on one day. The score is the sum of the terms. It uses whole
 * days and whole points only, so the same facts, day and weights give the same score everywhere.
 */
public final class Score {

  private static final Term[] TERMS = Term.values();

  /** The percentage of the experience term by the number of completed claims. */
  private static final int[] EXPERIENCE = {0, 40, 60, 75, 90, 100};

  private static final int URGENT_DAYS = 7;

  /**
   * The number of days without a claim after which the term WAITING begins to grow from 0; it is
   * 100 per cent after {@link #WAITS_LONGEST} days.
   */
  private static final int WAITS_FROM = 21;

  private static final int WAITS_LONGEST = 30;

  /** The percentage of the nearness that each recent claim subtracts. */
  private static final int RECENT = 18;

  private static final int STARS = 3;
  private static final int FEW_RATINGS = 3;

  private final Weights weights;
  private final Profile claimant;
  private final int day;
  private final int steady;

  /**
   * Creates a score for one claimant and day.
   *
   * @param day the epoch day of today
   */
  public Score(Weights weights, Profile claimant, int day) {
    this.weights = weights;
    this.claimant = claimant;
    this.day = day;
    this.steady =
        weights.points(Term.CAPACITY, capacity())
            + weights.points(Term.SATISFACTION, satisfaction());
  }

  /** Returns the points of a wish: the sum of all terms. */
  public int points(WishFacts wish) {
    return steady
        + ofPlace(wish.path())
        + ofSkill(wish.skill())
        + ofCategory(wish.category())
        + ofTime(wish)
        + ofMoney(wish);
  }

  /** Returns the points of the terms that are the same for all wishes. */
  public int steady() {
    return steady;
  }

  /** Returns the points of the terms that use only the division of the wish. */
  public int ofPlace(String path) {
    Nearness near = Nearness.of(path, claimant);
    return weights.points(Term.NEARNESS, near.percent)
        + weights.points(Term.AREA, area(path))
        + weights.points(Term.RECENT, recent(near));
  }

  /**
   * Returns the points of the term about the needed skill.
   *
   * @param needed the needed skill; null if the wish needs none
   */
  public int ofSkill(String needed) {
    return weights.points(Term.SKILL, skill(needed));
  }

  /** Returns the points of the terms that use only the category of the wish. */
  public int ofCategory(Category category) {
    return weights.points(Term.EXPERIENCE, experience(category));
  }

  /** Returns the points of the terms about time: claim-by date, waiting and missed rounds. */
  public int ofTime(WishFacts wish) {
    return weights.points(Term.DEADLINE, deadline(wish))
        + weights.points(Term.WAITING, waiting(wish))
        + weights.points(Term.ROUNDS, rounds(wish));
  }

  /** Returns the points of the term about money. */
  public int ofMoney(WishFacts wish) {
    return weights.points(Term.MONEY, money(wish));
  }

  /** Returns the terms that have points, the strongest first. Their sum is the score. */
  public List<Reason> reasons(WishFacts wish) {
    Nearness near = Nearness.of(wish.path(), claimant);
    List<Reason> reasons = new ArrayList<>();
    for (Term term : TERMS) {
      int points = weights.points(term, percent(term, wish, near));
      if (points != 0) {
        reasons.add(reason(term, points, wish, near));
      }
    }
    reasons.sort(Comparator.comparingInt((Reason one) -> -Math.abs(one.points())));
    return reasons;
  }

  /** Returns the percentage of a term, between its {@link Term#least} and {@link Term#most}. */
  int percent(Term term, WishFacts wish) {
    return percent(term, wish, Nearness.of(wish.path(), claimant));
  }

  private int percent(Term term, WishFacts wish, Nearness near) {
    return switch (term) {
      case NEARNESS -> near.percent;
      case SKILL -> skill(wish.skill());
      case AREA -> area(wish.path());
      case CAPACITY -> capacity();
      case MONEY -> money(wish);
      case EXPERIENCE -> experience(wish.category());
      case SATISFACTION -> satisfaction();
      case DEADLINE -> deadline(wish);
      case WAITING -> waiting(wish);
      case ROUNDS -> rounds(wish);
      case RECENT -> recent(near);
    };
  }

  private int capacity() {
    return claimant.cap() == 0 ? 0 : 100 * claimant.room() / claimant.cap();
  }

  private int recent(Nearness near) {
    return -Math.min(100, RECENT * claimant.recent()) * near.percent / 100;
  }

  private static int rounds(WishFacts wish) {
    return Math.min(100, 25 * wish.missedRounds());
  }

  private int skill(String needed) {
    if (needed == null) {
      return 0;
    }
    if (claimant.skills().contains(needed)) {
      return 100;
    }
    for (String skill : claimant.skills()) {
      if (similar(skill, needed)) {
        return 60;
      }
    }
    return -100;
  }

  /**
   * Returns true if one skill contains the other and the shorter one has at least two characters; a
   * single character, such as 工, occurs in unrelated skills.
   */
  private static boolean similar(String one, String other) {
    return Math.min(one.length(), other.length()) > 1
        && (one.contains(other) || other.contains(one));
  }

  /**
   * Returns the percentage of the term AREA. Compares divisions down to communities only, because
   * the wall does not show in which grid or building a wish is.
   */
  private int area(String path) {
    for (String area : claimant.areas()) {
      if (path.startsWith(
          area.length() > Nearness.COMMUNITY_LENGTH
              ? area.substring(0, Nearness.COMMUNITY_LENGTH)
              : area)) {
        return 100;
      }
    }
    return 0;
  }

  private int money(WishFacts wish) {
    Long amount = claimant.openness().amountFen();
    long needed = wish.neededFen();
    if (amount == null || needed == 0) {
      return 0;
    }
    if (amount >= needed) {
      return 100;
    }
    return wish.byAmount() ? (int) (100 * amount / needed) : 0;
  }

  private int experience(Category category) {
    return EXPERIENCE[Math.min(completed(category), EXPERIENCE.length - 1)];
  }

  private int completed(Category category) {
    return claimant.completed().getOrDefault(category, 0);
  }

  private int satisfaction() {
    int ratings = claimant.ratings();
    int percent = 50 * (claimant.stars() - STARS * ratings) / (ratings + 2);
    return ratings < FEW_RATINGS ? Math.max(0, percent) : percent;
  }

  private int deadline(WishFacts wish) {
    if (wish.claimByDay() == WishFacts.NO_DAY) {
      return 0;
    }
    int left = Math.max(0, wish.claimByDay() - day);
    return left >= URGENT_DAYS ? 0 : 100 - 100 * left / URGENT_DAYS;
  }

  private int waiting(WishFacts wish) {
    int days = Math.min(WAITS_LONGEST, waited(wish)) - WAITS_FROM;
    return wish.unclaimed() ? 100 * Math.max(0, days) / (WAITS_LONGEST - WAITS_FROM) : 0;
  }

  private int waited(WishFacts wish) {
    return Math.max(0, day - wish.publishedDay());
  }

  private Reason reason(Term term, int points, WishFacts wish, Nearness near) {
    // Leaves show no division below the community level.
    boolean fine = near == Nearness.BUILDING || near == Nearness.GRID;
    return switch (term) {
      case NEARNESS -> new Reason(term, points, !fine, near.chinese, near.english);
      case SKILL ->
          switch (skill(wish.skill())) {
            case 100 -> new Reason(term, points, false, "有所需特长", "has the needed skill");
            case 60 -> new Reason(term, points, false, "特长相近", "has a similar skill");
            default -> new Reason(term, points, false, "缺少所需特长", "lacks the needed skill");
          };
      case AREA ->
          new Reason(
              term,
              points,
              claimant.areas().stream()
                  .allMatch(area -> area.length() <= Nearness.COMMUNITY_LENGTH),
              "在服务范围内",
              "in the service area");
      case CAPACITY -> {
        int room = claimant.room();
        yield new Reason(
            term,
            points,
            claimant.openness().placesPerMonth() == null,
            "还可认领%s件".formatted(room),
            "room for %s more".formatted(room));
      }
      case MONEY -> {
        int percent = money(wish);
        yield percent == 100
            ? new Reason(term, points, false, "资金足够", "can pay all of it")
            : new Reason(
                term,
                points,
                false,
                "可承担%s%%的资金".formatted(percent),
                "can pay %s %% of it".formatted(percent));
      }
      case EXPERIENCE ->
          new Reason(
              term,
              points,
              true,
              "同类已完成%s件".formatted(completed(wish.category())),
              "%s of this category done".formatted(completed(wish.category())));
      case SATISFACTION ->
          points > 0
              ? new Reason(term, points, true, "居民评价好", "well rated")
              : new Reason(term, points, true, "居民评价偏低", "poorly rated");
      case DEADLINE -> {
        int left = Math.max(0, wish.claimByDay() - day);
        yield left == 0
            ? new Reason(term, points, true, "今天截止", "ends today")
            : new Reason(
                term, points, true, "还有%s天截止".formatted(left), "ends in %s days".formatted(left));
      }
      case WAITING ->
          new Reason(
              term,
              points,
              true,
              "已等待%s天".formatted(waited(wish)),
              "has waited %s days".formatted(waited(wish)));
      case ROUNDS ->
          new Reason(
              term,
              points,
              true,
              "前%s轮无人认领".formatted(wish.missedRounds()),
              "missed rounds: %s".formatted(wish.missedRounds()));
      case RECENT ->
          new Reason(
              term,
              points,
              !fine,
              "近期已认领%s件".formatted(claimant.recent()),
              "recent claims: %s".formatted(claimant.recent()));
    };
  }
}
