package org.microwish.matching;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.LocalDate;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.money.Money;

/** What a member or an organisation is open to. */
@Schema(name = "Openness", description = "What the claimant is open to.")
public record OpennessView(
    @Schema(required = true, description = "The version of the member or organisation")
        long version,
    @Schema(required = true, description = "The categories of wishes; empty: all")
        Set<Category> categories,
    @Schema(nullable = true, examples = "2") Integer placesPerMonth,
    @Schema(nullable = true) Money amount,
    @Schema(nullable = true) LocalDate pausedUntil,
    @Schema(required = true) Set<MessageKind> unwantedMessages)
    implements Tagged {

  static OpennessView of(StoredOpenness row, long version) {
    StoredOpenness stored = row == null ? new StoredOpenness() : row;
    return new OpennessView(
        version,
        stored.categories(),
        stored.placesPerMonth,
        Money.ofNullable(stored.amount),
        stored.pausedUntil,
        stored.unwantedKinds());
  }

  @JsonIgnore
  @Override
  public ETag tag() {
    return ETag.of(version);
  }
}
