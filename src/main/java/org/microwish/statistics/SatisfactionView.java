package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Ratings;
import org.microwish.statistics.fold.Satisfaction;

/** Residents' satisfaction with wishes and micro-projects. */
@Schema(
    name = "StatisticsSatisfaction",
    description =
        "Ratings by residents, and by proxies on their behalf. A kind that the query excludes is"
            + " missing.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SatisfactionView(
    @Schema(required = true) AsOfView asOf, KindSatisfaction wishes, KindSatisfaction projects) {

  /** The answers about one kind. */
  @Schema(name = "KindSatisfaction", description = "The ratings of one kind of wish.")
  public record KindSatisfaction(
      @Schema(required = true, description = "Given by residents themselves") RatingsView self,
      @Schema(required = true, description = "Given by proxies on behalf of residents")
          RatingsView proxy) {

    static KindSatisfaction of(Satisfaction satisfaction) {
      return satisfaction == null
          ? null
          : new KindSatisfaction(
              RatingsView.of(satisfaction.self()), RatingsView.of(satisfaction.proxy()));
    }
  }

  /** Current ratings, at most one for each fulfilled wish. */
  @Schema(
      name = "Ratings",
      description =
          "Current ratings, one for each fulfilled wish. Reopening a wish withdraws its rating.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RatingsView(
      @Schema(
              required = true,
              examples = "[0,0,1,9,261]",
              description = "Numbers of wishes rated 1, 2, 3, 4 and 5, in this order")
          List<Long> stars,
      @Schema(required = true, examples = "271", description = "Number of wishes with a rating")
          long rated,
      @Schema(
              examples = "4.96",
              description = "The mean rating with two decimals; missing if there is no rating")
          BigDecimal mean,
      @Schema(
              required = true,
              examples = "3",
              description =
                  "Number of reports of dissatisfaction, after each of which the work continued")
          long dissatisfied) {

    public RatingsView {
      stars = List.copyOf(stars);
    }

    static RatingsView of(Ratings ratings) {
      return new RatingsView(
          ratings.stars(), ratings.rated(), ratings.mean(), ratings.dissatisfied());
    }
  }

  static SatisfactionView of(AsOf asOf, Map<CountedKind, Satisfaction> satisfaction) {
    return new SatisfactionView(
        AsOfView.of(asOf),
        KindSatisfaction.of(satisfaction.get(CountedKind.WISH)),
        KindSatisfaction.of(satisfaction.get(CountedKind.PROJECT)));
  }
}
