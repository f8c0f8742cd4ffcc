package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Labels;
import org.microwish.problem.Language;

/** The words that a screen shows for the codes of a wish. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "WishLabels",
    description =
        "The words that a screen shows for the codes of a wish, in the language of Accept-Language.")
public record WishLabels(
    @Schema(required = true, examples = "微心愿") String kind,
    @Schema(required = true, examples = "待认领") String state,
    @Schema(required = true, examples = "便民服务") String category,
    @Schema(description = "The name of the subcategory; missing if the wish has none")
        String subcategory,
    @Schema(required = true, examples = "入户走访") String channel) {

  static WishLabels of(Wish wish, String subcategory, Language language) {
    return new WishLabels(
        Labels.of(wish.kind, language),
        Labels.of(wish.state, language),
        Labels.of(wish.category, language),
        subcategory,
        Labels.of(wish.channel, language));
  }
}
