package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.DurationFigures;
import org.microwish.statistics.fold.Pace;

/** The response with the times that wishes waited for a claim and for fulfilment. */
@Schema(
    name = "StatisticsTimes",
    description =
        "The times from first publication to the first ACTIVE claim and to FULFILLED. A kind that"
            + " the query excludes is missing.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimesView(
    @Schema(required = true) AsOfView asOf, KindTimes wishes, KindTimes projects) {

  /** The times of one kind. */
  @Schema(name = "KindTimes", description = "The times of one kind of wish.")
  public record KindTimes(
      @Schema(required = true, description = "From first publication to the first ACTIVE claim")
          Span toClaim,
      @Schema(required = true, description = "From first publication to FULFILLED")
          Span toFulfilment) {

    static KindTimes of(Pace pace) {
      return pace == null
          ? null
          : new KindTimes(Span.of(pace.toClaim()), Span.of(pace.toFulfilment()));
    }
  }

  /**
   * The distribution of the wishes' times from first publication to the first ACTIVE claim, or to
   * FULFILLED, in whole seconds, rounded down.
   */
  @Schema(
      name = "TimeSpan",
      description =
          "A distribution of times in whole seconds, rounded down. Percentiles are nearest-rank:"
              + " each is the time of one wish. They are missing if there is none.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Span(
      @Schema(required = true, examples = "271", description = "Number of wishes with such a time")
          long count,
      @Schema(examples = "5400", description = "Median, in seconds") Long medianSeconds,
      @Schema(examples = "86400", description = "90th percentile, in seconds") Long p90Seconds) {

    static Span of(DurationFigures times) {
      return new Span(
          times.count(),
          times.median() == null ? null : Long.valueOf(times.median().toSeconds()),
          times.p90() == null ? null : Long.valueOf(times.p90().toSeconds()));
    }
  }

  static TimesView of(AsOf asOf, Map<CountedKind, Pace> paces) {
    return new TimesView(
        AsOfView.of(asOf),
        KindTimes.of(paces.get(CountedKind.WISH)),
        KindTimes.of(paces.get(CountedKind.PROJECT)));
  }
}
