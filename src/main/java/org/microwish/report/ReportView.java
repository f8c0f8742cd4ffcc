package org.microwish.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.AsOfView;
import org.microwish.statistics.fold.InvitationCounts;
import org.microwish.statistics.fold.PeriodCounts;

/** The report of a period. */
@Schema(
    name = "PeriodReport",
    description =
        "What happened in a period, compared with the period before. Each event counts in the"
            + " period in which it happened; `inReview` and `overdue` are those at the period's"
            + " end, or now.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportView(
    @Schema(required = true) AsOfView asOf,
    @Schema(
            required = true,
            examples = "5d53a4dd5ee4d2e5f1a2d8f1a0a0f4f2b0c1d2e3f4a5b6c7d8e9f00112233445",
            description = "Root hash of the tree of the leaves counted, 64 hex digits")
        String rootHash,
    @Schema(required = true, examples = "2026-03", implementation = String.class)
        ReportPeriod period,
    @Schema(required = true, examples = "2026-03-01") LocalDate from,
    @Schema(required = true, examples = "2026-03-31") LocalDate to,
    @Schema(
            required = true,
            examples = "2026-02",
            implementation = String.class,
            description = "The period before, of the same length")
        ReportPeriod before,
    @Schema(
            examples = "440104013",
            description = "The path of the division; missing for all divisions")
        String division,
    @Schema(examples = "梅花村街", description = "The name of the division") String name,
    @Schema(required = true) Line total,
    @Schema(required = true, description = "The lines of each dimension") List<Section> sections) {

  public ReportView {
    sections = List.copyOf(sections);
  }

  /** The lines of one dimension. */
  @Schema(name = "PeriodReportSection", description = "The lines of one dimension.")
  public record Section(
      @Schema(required = true, examples = "CATEGORY") ReportDimension by,
      @Schema(required = true, description = "One line for each key, also if all its figures are 0")
          List<Line> items) {

    public Section {
      items = List.copyOf(items);
    }
  }

  /** The figures of one line, and those of the period before. */
  @Schema(name = "PeriodReportLine", description = "The figures of one line.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Line(
      @Schema(
              required = true,
              examples = "GOODS",
              description =
                  "The division's path, the kind, the category, the subcategory, the channel, the"
                      + " organisation's id, the month, or `total`")
          String key,
      @Schema(required = true, examples = "物资帮扶", description = "The key in Chinese") String name,
      @Schema(required = true) Values now,
      @Schema(required = true, description = "The figures of the period before") Values before,
      @Schema(required = true, description = "The difference of both, without rates")
          Values change) {

    static Line of(String key, String name, PeriodCounts now, PeriodCounts before) {
      return new Line(key, name, Values.of(now), Values.of(before), Values.difference(now, before));
    }

    /** A line of an organisation, which counts only what the organisation claims. */
    static Line ofOrganisation(String key, String name, PeriodCounts now, PeriodCounts before) {
      Line line = of(key, name, now, before);
      return new Line(
          key, name, line.now.ofClaims(), line.before.ofClaims(), line.change.ofClaims());
    }
  }

  /** The figures of a line in one period. */
  @Schema(
      name = "PeriodReportValues",
      description =
          "Figures of one period. A line of an organisation has only those of the wishes that the"
              + " organisation or its members claim.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Values(
      @Schema(examples = "12", description = "Wishes submitted for the first time") Long received,
      @Schema(examples = "2", description = "Wishes in review at the end of the period")
          Long inReview,
      @Schema(examples = "9", description = "Wishes published for the first time") Long published,
      @Schema(
              required = true,
              examples = "8",
              description = "Wishes whose earliest claim that counts began in the period")
          long claimed,
      @Schema(required = true, examples = "6", description = "Wishes fulfilled in the period")
          long fulfilled,
      @Schema(
              required = true,
              examples = "5",
              description = "Those of the fulfilled wishes that were never overdue")
          long onTime,
      @Schema(
              required = true,
              examples = "1",
              description = "Wishes with an overdue claim at the end of the period")
          long overdue,
      @Schema(
              examples = "0.8889",
              description =
                  "Share of the wishes published in the period that are claimed now; missing if"
                      + " none was published")
          BigDecimal claimRate,
      @Schema(
              examples = "0.6667",
              description = "Share of the wishes published in the period that are fulfilled now")
          BigDecimal fulfilmentRate,
      @Schema(
              examples = "0.8333",
              description = "Share of the wishes fulfilled in the period that were never overdue")
          BigDecimal onTimeRate,
      Invitations invitations) {

    static Values of(PeriodCounts counts) {
      return new Values(
          counts.received(),
          counts.inReview(),
          counts.published(),
          counts.claimed(),
          counts.fulfilled(),
          counts.onTime(),
          counts.overdue(),
          rate(counts.publishedClaimed(), counts.published()),
          rate(counts.publishedFulfilled(), counts.published()),
          rate(counts.onTime(), counts.fulfilled()),
          Invitations.of(counts.invitations()));
    }

    static Values difference(PeriodCounts now, PeriodCounts before) {
      return new Values(
          now.received() - before.received(),
          now.inReview() - before.inReview(),
          now.published() - before.published(),
          now.claimed() - before.claimed(),
          now.fulfilled() - before.fulfilled(),
          now.onTime() - before.onTime(),
          now.overdue() - before.overdue(),
          null,
          null,
          null,
          Invitations.difference(now.invitations(), before.invitations()));
    }

    Values ofClaims() {
      return new Values(
          null, null, null, claimed, fulfilled, onTime, overdue, null, null, onTimeRate, null);
    }

    private static BigDecimal rate(long part, long whole) {
      return whole == 0
          ? null
          : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }
  }

  /** What happened with invitations in one period. */
  @Schema(
      name = "PeriodReportInvitations",
      description =
          "Invitations of operators, and offers of places to the first in a waiting list. Each event"
              + " counts in the period in which it happened. Missing in lines of organisations.")
  public record Invitations(
      @Schema(required = true, examples = "20", description = "Invitations sent") long sent,
      @Schema(required = true, examples = "3", description = "Places offered") long offered,
      @Schema(required = true, examples = "12", description = "Accepted by a claim") long accepted,
      @Schema(required = true, examples = "4") long declined,
      @Schema(
              required = true,
              examples = "5",
              description = "Ran out, or ended with the claiming of the wish")
          long expired,
      @Schema(required = true, examples = "1", description = "Withdrawn, also with the whole wish")
          long withdrawn) {

    static Invitations of(InvitationCounts counts) {
      return difference(counts, InvitationCounts.NONE);
    }

    static Invitations difference(InvitationCounts now, InvitationCounts before) {
      return new Invitations(
          now.sent() - before.sent(),
          now.offered() - before.offered(),
          now.accepted() - before.accepted(),
          now.declined() - before.declined(),
          now.expired() - before.expired(),
          now.withdrawn() - before.withdrawn());
    }

    List<Object> cells() {
      return List.of(sent, offered, accepted, declined, expired, withdrawn);
    }
  }
}
