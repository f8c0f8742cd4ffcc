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
        "What the claimant is open to. Rankings, plans and invitations follow these values; claims"
            + " are not refused because of them.")
public record OpennessDraft(
    @Size(max = 3) @Schema(description = "The categories of wishes; all if empty or missing")
        Set<@NotNull Category> categories,
    @Min(0)
        @Max(100)
        @Schema(
            description = "The largest number of claims per month; no limit if missing",
            examples = "2")
        Integer placesPerMonth,
    @Schema(
            description =
                "The amount that the claimant gives for one wish. Wishes that cost more are not"
                    + " shown, unless a part can be pledged. Missing if no amount is stated")
        Money amount,
    @Schema(description = "Gets no matches before this day (Asia/Shanghai), at most a year ahead")
        LocalDate pausedUntil,
    @Size(max = 7) @Schema(description = "Kinds of messages that the claimant does not want")
        Set<@NotNull MessageKind> unwantedMessages) {

  /** Treats a missing set as empty. */
  public OpennessDraft {
    categories = Objects.requireNonNullElse(categories, Set.of());
    unwantedMessages = Objects.requireNonNullElse(unwantedMessages, Set.of());
  }
}
