package org.microwish.suites.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One row of the report: a figure over several rounds, and its goals. */
final class Measure {

  private final String name;
  private final String unit;
  private final Goal atLeast;
  private final Goal aim;
  private final List<Double> rounds = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * A bound for a figure.
   *
   * @param upper true for an upper bound, false for a lower bound
   */
  record Goal(double bound, boolean upper) {
    /** A lower bound. */
    static Goal from(double bound) {
      return new Goal(bound, false);
    }

    /** An upper bound. */
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
   * Makes a row that has no figures yet.
   *
   * @param unit of the figures, {@code ×} for ratios
   * @param atLeast goal that must be reached; null for a row without goals
   * @param aim more ambitious goal; null for a row without goals
   */
  Measure(String name, String unit, Goal atLeast, Goal aim) {
    this.name = name;
    this.unit = unit;
    this.atLeast = atLeast;
    this.aim = aim;
  }

  /** Makes a row without goals, which helps to interpret other rows. */
  static Measure informing(String name, String unit) {
    return new Measure(name, unit, null, null);
  }

  /** Adds a round's figure, and a text that explains it, such as the values it is computed from. */
  Measure round(double figure, String detail) {
    rounds.add(figure);
    details.add(detail);
    return this;
  }

  /** Records a fault; a row with faults is never reported as reached. */
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

  /**
   * Returns the median: the middle value, or the mean of the two middle values; NaN for an empty
   * list.
   */
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

  /**
   * Says whether the aim, only the minimum, or neither was reached; empty for a row without goals.
   */
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

  /** Formats a figure with a sensible number of digits. */
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
