package org.microwish.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.statistics.fold.Confirmer;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.PublicRatings;

/** The response with residents' satisfaction with wishes and with micro-projects. */
@Schema(
    name = "StatisticsSatisfaction",
    description =
        "Ratings by residents, by proxies on their behalf, and by those who accepted public"
            + " projects. A kind that the query excludes is"
            + " missing.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SatisfactionView(
    @Schema(required = true) AsOfView asOf, KindSatisfaction wishes, KindSatisfaction projects) {

  /** The ratings of all selected wishes of one kind, by the type of person who gave them. */
  @Schema(name = "KindSatisfaction", description = "The ratings of one kind of wish.")
  public record KindSatisfaction(
      @Schema(required = true, description = "Given by residents themselves") RatingsView self,
      @Schema(required = true, description = "Given by proxies on behalf of residents")
          RatingsView proxy,
      @Schema(
              required = true,
              description =
                  "Given by the neighbourhood committee or residents' representatives who accepted"
                      + " public projects")
          RatingsView acceptance) {

    static KindSatisfaction of(Map<Confirmer, PublicRatings> ratings) {
      return ratings == null
          ? null
          : new KindSatisfaction(
              RatingsView.of(ratings.get(Confirmer.SELF)),
              RatingsView.of(ratings.get(Confirmer.PROXY)),
              RatingsView.of(ratings.get(Confirmer.ACCEPTANCE)));
    }
  }

  /** Counts of ratings. A fulfilled wish has at most one rating. */
  @Schema(
      name = "Ratings",
      description =
          "Current ratings, one for each fulfilled wish. Reopening a wish withdraws its rating.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RatingsView(
      @Schema(
              description =
                  "Numbers of wishes by stars, ascending; missing if a wider division contains"
                      + " them")
          List<Stars> stars,
      @Schema(
              examples = "271",
              description =
                  "Number of wishes with a rating; missing if a wider division contains them")
          Long rated,
      @Schema(
              examples = "4.94",
              description =
                  "The mean with two decimals, in which a group of stars counts as its middle;"
                      + " missing if there are no ratings or no stars")
          BigDecimal mean,
      @Schema(
              examples = "0",
              description =
                  "Number of reports of dissatisfaction, after each of which the work continued;"
                      + " missing if a wider division contains them")
          Long dissatisfied) {

    static RatingsView of(PublicRatings ratings) {
      return new RatingsView(
          ratings.groups() == null
              ? null
              : ratings.groups().stream()
                  .map(group -> new Stars(group.from(), group.to(), group.wishes()))
                  .toList(),
          ratings.rated(),
          ratings.mean(),
          ratings.dissatisfied());
    }
  }

  /** A range of stars and the number of wishes rated with any of them. */
  @Schema(
      name = "Stars",
      description =
          "Wishes that are rated with `from` to `to` stars. Stars are counted together, in the same"
              + " way for all divisions, until no group has between one and four wishes.")
  public record Stars(
      @Schema(required = true, examples = "3") int from,
      @Schema(required = true, examples = "4") int to,
      @Schema(required = true, examples = "10") long wishes) {}

  static SatisfactionView of(
      AsOf asOf, Map<CountedKind, Map<Confirmer, PublicRatings>> satisfaction) {
    return new SatisfactionView(
        AsOfView.of(asOf),
        KindSatisfaction.of(satisfaction.get(CountedKind.WISH)),
        KindSatisfaction.of(satisfaction.get(CountedKind.PROJECT)));
  }
}
