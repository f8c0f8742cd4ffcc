package org.microwish.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;
import org.microwish.statistics.Yuan;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.WorkTotals;

/** One wish that an organisation or a member worked on, with the entries that prove it. */
@Schema(
    name = "WorkOnWish",
    description =
        "A wish that an organisation or a member worked on. `joined` and `fulfilled` name the"
            + " entries that prove it; `/ledger/entries/{id}/proof` proves that they are in the"
            + " ledger.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkView(
    @Schema(required = true) Id wishId,
    @Schema(examples = "440104013-2026-W-00123", description = "The wish's number") String number,
    @Schema(examples = "想装一盏楼道灯", description = "The public title") String title,
    @Schema(required = true) CountedKind kind,
    @Schema(required = true, description = "When the work began") Instant since,
    @Schema(description = "When the wish was fulfilled by this work") Instant fulfilledAt,
    @Schema(required = true, description = "Whether the work was never overdue") boolean onTime,
    @Schema(
            required = true,
            examples = "3",
            description = "Distinct members who took part; 1 for the work of a member")
        long people,
    @Schema(
            required = true,
            examples = "120.00",
            description = "Spent on the claims in yuan, and not refunded")
        String spent,
    @Schema(description = "The entry that names who takes part") Entry joined,
    @Schema(description = "The entry by which the wish was fulfilled") Entry fulfilled) {

  /** An entry of the ledger. */
  @Schema(name = "LeafEntry", description = "An entry of the ledger and its leaf.")
  public record Entry(
      @Schema(required = true) Id entryId,
      @Schema(required = true, examples = "4711") long leafIndex,
      @Schema(required = true, description = "The leaf's hash, 64 hex digits") String leafHash) {}

  /** The totals of the work of a period. */
  @Schema(name = "WorkTotals", description = "The totals of the work of a period.")
  public record Totals(
      @Schema(
              required = true,
              examples = "5",
              description = "Wishes whose work began in the period")
          long claimed,
      @Schema(
              required = true,
              examples = "4",
              description = "Wishes fulfilled by this work in the period")
          long fulfilled,
      @Schema(required = true, examples = "4", description = "Those that were never overdue")
          long onTime,
      @Schema(
              required = true,
              examples = "9",
              description = "Distinct members (人) who took part in these wishes")
          long people,
      @Schema(
              required = true,
              examples = "11",
              description = "Pairs of a claim of these wishes and a member (人次)")
          long participations,
      @Schema(
              required = true,
              examples = "320.00",
              description = "Spent on the fulfilled wishes in yuan, and not refunded")
          String spent) {

    static Totals of(WorkTotals totals) {
      return new Totals(
          totals.claimed(),
          totals.fulfilled(),
          totals.onTime(),
          totals.people(),
          totals.participations(),
          Yuan.text(totals.spentFen()));
    }
  }
}
