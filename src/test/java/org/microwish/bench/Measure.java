package org.microwish.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One row of the report: a figure of several rounds, and what it should be. */
final class Measure {

  private final String name;
  private final String unit;
  private final Goal atLeast;
  private final Goal aim;
  private final List<Double> rounds = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * A bound that a figure should keep.
   *
   * @param upper whether it is the most that the figure may be; else the least
   */
  record Goal(double bound, boolean upper) {
    /** The figure should be so much or more. */
    static Goal from(double bound) {
      return new Goal(bound, false);
    }

    /** The figure should be so much or less. */
    static Goal upTo(double bound) {
      return new Goal(bound, true);
    }

    boolean isReached(double figure) {
      return upper ? figure <= bound : figure >= bound;
    }

    @Override
    public String toString() {
      return (upper ? "≤ " : "≥ ") + figure(bound);
    }
  }

  /**
   * A row without figures yet.
   *
   * @param unit of the figures, {@code ×} for ratios
   * @param atLeast what must be reached; null where the row only informs
   * @param aim what is hoped for; null where the row only informs
   */
  Measure(String name, String unit, Goal atLeast, Goal aim) {
    this.name = name;
    this.unit = unit;
    this.atLeast = atLeast;
    this.aim = aim;
  }

  /** A row without goals, to understand others by. */
  static Measure informing(String name, String unit) {
    return new Measure(name, unit, null, null);
  }

  /** Adds a round's figure, and what it was made of. */
  Measure round(double figure, String detail) {
    rounds.add(figure);
    details.add(detail);
    return this;
  }

  /** Notes that something was wrong, so that the row cannot count as reached. */
  Measure fault(String what) {
    faults.add(what);
    return this;
  }

  String name() {
    return name;
  }

  String unit() {
    return unit;
  }

  Goal atLeast() {
    return atLeast;
  }

  Goal aim() {
    return aim;
  }

  List<Double> rounds() {
    return rounds;
  }

  List<String> details() {
    return details;
  }

  List<String> faults() {
    return faults;
  }

  double median() {
    return median(rounds);
  }

  /** The middle one, or the mean of the two in the middle; not a number where there is none. */
  static double median(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double min() {
    return rounds.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  double max() {
    return rounds.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  /** In words: the aim, the first column, neither; or nothing where the row only informs. */
  String verdict() {
    if (!faults.isEmpty()) {
      return "**faulty**";
    }
    if (atLeast == null || rounds.isEmpty()) {
      return "";
    }
    return aim.isReached(median())
        ? "aim reached"
        : atLeast.isReached(median()) ? "reached" : "**not reached**";
  }

  /** With as many digits as say something. */
  static String figure(double value) {
    double size = Math.abs(value);
    return Double.isNaN(value)
        ? "–"
        : String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }

  @Override
  public String toString() {
    return name
        + ": "
        + figure(median())
        + " "
        + unit
        + " "
        + Arrays.toString(rounds.stream().map(Measure::figure).toArray())
        + " "
        + verdict()
        + (faults.isEmpty() ? "" : " " + faults);
  }
}
