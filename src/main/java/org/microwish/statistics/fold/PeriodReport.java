package org.microwish.statistics.fold;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Counts what happened in a period. The result depends on the leaves only, so anybody can recompute
 * a report from the leaves that its tree size names.
 */
public final class PeriodReport {

  private final List<WishFigures> wishes;
  private final Selection.Window period;

  /**
   * Creates the report of a period.
   *
   * @param selection the division, the kind of wish, and the first and last day of the period
   */
  public PeriodReport(Statistics statistics, Selection selection) {
    this(
        statistics.wishes().stream()
            .filter(wish -> wish.kind() != null && wish.community() != null)
            .filter(wish -> selection.kind() == null || selection.kind() == wish.kind())
            .filter(wish -> selection.covers(wish.community()))
            .toList(),
        selection.window());
  }

  private PeriodReport(List<WishFigures> wishes, Selection.Window period) {
    this.wishes = wishes;
    this.period = period;
  }

  /**
   * Returns the report of the same wishes in another period, without selecting the wishes again.
   */
  public PeriodReport in(LocalDate from, LocalDate to) {
    return new PeriodReport(wishes, new Selection("", null, from, to).window());
  }

  /** Returns the counts of all selected wishes. */
  public PeriodCounts total() {
    Line line = new Line();
    wishes.forEach(wish -> count(wish, line));
    return line.counts();
  }

  /**
   * Returns the counts of each line that is not empty, by the line's key, ascending.
   *
   * @param pathLength for DIVISION: the length of the keys; a wish of a wider division is counted
   *     in that division's own line
   */
  public Map<String, PeriodCounts> by(ReportBy by, int pathLength) {
    Map<String, Line> lines = new HashMap<>();
    wishes.forEach(
        wish -> {
          if (by == ReportBy.ORGANISATION) {
            byOrganisation(wish, lines);
          } else {
            count(wish, line(lines, key(wish, by, pathLength)));
          }
        });
    Map<String, PeriodCounts> counts = new TreeMap<>();
    lines.forEach(
        (key, line) -> {
          if (!line.counts().equals(PeriodCounts.NONE)) {
            counts.put(key, line.counts());
          }
        });
    return counts;
  }

  private static String key(WishFigures wish, ReportBy by, int pathLength) {
    return switch (by) {
      case DIVISION -> Statistics.cut(wish.community(), pathLength);
      case KIND -> wish.kind().name();
      case CATEGORY -> wish.category();
      case SUBCATEGORY -> wish.subcategory() == null ? "" : wish.subcategory();
      case CHANNEL -> wish.channel();
      case ORGANISATION -> throw new IllegalArgumentException("a wish has several organisations");
    };
  }

  private void count(WishFigures wish, Line line) {
    line.received += holds(wish.receivedAt());
    line.inReview +=
        wish.reviews().stream().anyMatch(review -> review.lastsUntil(period.end())) ? 1 : 0;
    if (!wish.isPublished()) {
      return;
    }
    int published = holds(wish.publishedAt());
    line.published += published;
    line.publishedClaimed += wish.claimedAt() == null ? 0 : published;
    line.publishedFulfilled += wish.isFulfilled() ? published : 0;
    line.claimed += holds(wish.claimedAt());
    line.fulfilled += holds(wish.fulfilledAt());
    line.onTime += wish.overdue().isEmpty() ? holds(wish.fulfilledAt()) : 0;
    line.overdue += isOverdue(wish, null) ? 1 : 0;
    for (InvitationFigures one : wish.invitations()) {
      line.invitations = line.invitations.plus(one, period);
    }
  }

  private void byOrganisation(WishFigures wish, Map<String, Line> lines) {
    if (!wish.isPublished()) {
      return;
    }
    Map<String, Instant> earliest = new HashMap<>();
    wish.claims().stream()
        .filter(claim -> claim.counts() && claim.organisation() != null)
        .forEach(
            claim ->
                earliest.merge(
                    claim.organisation(),
                    claim.activeSince(),
                    (one, other) -> one.isBefore(other) ? one : other));
    earliest.forEach(
        (organisation, since) -> {
          Line line = line(lines, organisation);
          line.claimed += holds(since);
          boolean completed =
              wish.claims().stream()
                  .anyMatch(
                      claim -> claim.isCompleted() && organisation.equals(claim.organisation()));
          if (completed) {
            line.fulfilled += holds(wish.fulfilledAt());
            line.onTime +=
                wish.overdue().stream()
                        .anyMatch(overdue -> organisation.equals(overdue.organisation()))
                    ? 0
                    : holds(wish.fulfilledAt());
          }
        });
    wish.overdue().stream()
        .map(Overdue::organisation)
        .filter(Objects::nonNull)
        .distinct()
        .filter(organisation -> isOverdue(wish, organisation))
        .forEach(organisation -> line(lines, organisation).overdue++);
  }

  /**
   * Whether a claim of the wish is overdue at the end of the period.
   *
   * @param organisation considers only claims of this organisation and its members; null for all
   */
  private boolean isOverdue(WishFigures wish, String organisation) {
    return wish.overdue().stream()
        .anyMatch(
            overdue ->
                (organisation == null || organisation.equals(overdue.organisation()))
                    && overdue.span().lastsUntil(period.end()));
  }

  private int holds(Instant moment) {
    return moment != null && period.holds(moment) ? 1 : 0;
  }

  private static Line line(Map<String, Line> lines, String key) {
    return lines.computeIfAbsent(String.valueOf(key), absent -> new Line());
  }

  /** The counts of a line while they are being computed. */
  private static final class Line {
    private long received;
    private long inReview;
    private long published;
    private long claimed;
    private long fulfilled;
    private long onTime;
    private long overdue;
    private long publishedClaimed;
    private long publishedFulfilled;
    private InvitationCounts invitations = InvitationCounts.NONE;

    PeriodCounts counts() {
      return new PeriodCounts(
          received,
          inReview,
          published,
          claimed,
          fulfilled,
          onTime,
          overdue,
          publishedClaimed,
          publishedFulfilled,
          invitations);
    }
  }
}
