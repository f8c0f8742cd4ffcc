package org.microwish.matching;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.money.Money;

/** The request body: what a member or an organisation is open to. */
@Schema(
    name = "OpennessRequest",
    description =
        "What the claimant is open to. It guides rankings, plans and invitations, and refuses no"
            + " claim.")
public record OpennessDraft(
    @Size(max = 3) @Schema(description = "The categories of wishes; none or missing: all")
        Set<@NotNull Category> categories,
    @Min(0)
        @Max(100)
        @Schema(
            description = "How many claims it wants to make a month; missing: no limit",
            examples = "2")
        Integer placesPerMonth,
    @Schema(
            description =
                "How much it gives for one wish. Wishes that cost more are not shown, unless a"
                    + " part can be pledged. Missing: not said")
        Money amount,
    @Schema(description = "Gets no matches before this day (Asia/Shanghai), at most a year ahead")
        LocalDate pausedUntil,
    @Size(max = 7) @Schema(description = "Kinds of message that it does not want")
        Set<@NotNull MessageKind> unwantedMessages) {

  /** Treats missing lists as empty; an item that is named twice counts once. */
  public OpennessDraft {
    categories = Objects.requireNonNullElse(categories, Set.of());
    unwantedMessages = Objects.requireNonNullElse(unwantedMessages, Set.of());
  }
}
