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
        "What residents said, and what proxies said for them. A kind that was not asked for is"
            + " missing.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SatisfactionView(
    @Schema(required = true) AsOfView asOf, KindSatisfaction wishes, KindSatisfaction projects) {

  /** The answers about one kind. */
  @Schema(name = "KindSatisfaction", description = "The answers about one kind of wish.")
  public record KindSatisfaction(
      @Schema(required = true, description = "The residents' own word") RatingsView self,
      @Schema(required = true, description = "The word of flagged proxies") RatingsView proxy) {

    static KindSatisfaction of(Satisfaction satisfaction) {
      return satisfaction == null
          ? null
          : new KindSatisfaction(
              RatingsView.of(satisfaction.self()), RatingsView.of(satisfaction.proxy()));
    }
  }

  /** Current ratings, at most one for each fulfilled wish. */
  @Schema(name = "Ratings", description = "Ratings that stand, one for each fulfilled wish.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RatingsView(
      @Schema(
              required = true,
              examples = "[0,0,1,9,261]",
              description = "Wishes rated 1, 2, 3, 4 and 5, in this order")
          List<Long> stars,
      @Schema(required = true, examples = "271", description = "Wishes with a rating") long rated,
      @Schema(
              examples = "4.96",
              description = "The mean rating, two decimals; missing where there is none")
          BigDecimal mean,
      @Schema(
              required = true,
              examples = "3",
              description = "How often somebody was not satisfied and the work went on")
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
