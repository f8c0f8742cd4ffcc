package org.microwish.statistics.fold;

import java.time.YearMonth;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.microwish.ledger.leaf.Leaf;

/**
 * What a checked-in member owed and did in a quarter, as recorded in its leaf.
 *
 * @param member the member's pseudonym
 * @param quarter such as {@code 2026-Q1}
 * @param owed the number of services that the member owed
 * @param done the number of wishes that were fulfilled in the quarter with the member's help
 * @param treeSize the number of leaves counted; these are the leaves with a smaller index
 */
public record FrozenDuty(String member, String quarter, long owed, long done, long treeSize) {

  private static final Pattern QUARTER = Pattern.compile("([0-9]{4})-Q([1-4])");

  public FrozenDuty {
    Objects.requireNonNull(member);
    if (!QUARTER.matcher(quarter).matches()) {
      throw new IllegalArgumentException("not a quarter: " + quarter);
    }
  }

  /**
   * Returns the aggregate id: the quarter without its hyphen, and the pseudonym. There is no
   * separator, because the database column has room for these 32 characters only.
   */
  public static String id(String quarter, String member) {
    return quarter.replace("-", "") + member;
  }

  /** Reads the facts of a leaf. */
  public static FrozenDuty of(Leaf leaf) {
    Map<?, ?> facts = (Map<?, ?>) Objects.requireNonNull(leaf.facts().get("duty"));
    return new FrozenDuty(
        (String) facts.get("member"),
        (String) Objects.requireNonNull(facts.get("quarter")),
        (Long) facts.get("owed"),
        (Long) facts.get("done"),
        (Long) facts.get("treeSize"));
  }

  /** Returns the facts of the leaf. */
  public Map<String, Object> facts() {
    return Map.of(
        "duty",
        Map.of(
            "member", member,
            "quarter", quarter,
            "owed", owed,
            "done", done,
            "treeSize", treeSize));
  }

  /** Returns the first month of the quarter. */
  public YearMonth first() {
    Matcher parts = QUARTER.matcher(quarter);
    if (!parts.matches()) {
      throw new IllegalStateException(quarter);
    }
    return YearMonth.of(Integer.parseInt(parts.group(1)), 3 * Integer.parseInt(parts.group(2)) - 2);
  }

  /** Returns the days of the quarter. */
  public Selection days() {
    return new Selection("", null, first().atDay(1), first().plusMonths(2).atEndOfMonth());
  }
}
