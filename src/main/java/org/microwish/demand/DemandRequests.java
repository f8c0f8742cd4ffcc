package org.microwish.demand;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.http.Text;
import org.microwish.wish.command.WishDraft;

/** Request bodies of commands on demands. */
public final class DemandRequests {

  private DemandRequests() {}

  /** The new texts of a demand. */
  @Schema(name = "DemandRevision", description = "The new texts of a demand.")
  public record Revision(@NotNull @Valid DemandDraft.Words words) {}

  /** When an accepted demand must be answered. */
  @Schema(
      name = "DemandAcceptance",
      description = "When the demand must be answered; by default, the kind's time limit.")
  public record Acceptance(Instant dueAt, Instant occurredAt) {}

  /** Where a demand is dispatched. */
  @Schema(
      name = "DemandDispatch",
      description =
          "Where the demand goes. `departmentId` is the organisation, for the level DEPARTMENT only."
              + " The attendants of the hall `hallId` may take the demand too. `dueAt` is when it"
              + " escalates to the level above; by default, the kind's time limit.")
  public record Dispatch(
      @NotNull DemandLevel level, Id departmentId, Id hallId, Instant dueAt, Instant occurredAt) {}

  /** The route number that the handler has read. */
  @Schema(
      name = "DemandTaking",
      description = "The route number of the demand, as the caller has read it.")
  public record Taking(@NotNull @Min(1) Integer route) {}

  /** A reason. */
  @Schema(name = "DemandReason", description = "The reason for the command.")
  public record Reason(@NotNull @Text(max = 500, lines = true) Confidential reason) {}

  /** An answer. */
  @Schema(
      name = "DemandAnswer",
      description =
          "The answer to the asker. `adopted` is required for a suggestion and not allowed for other"
              + " kinds; `outcome` says what becomes of an adopted suggestion.")
  public record Answer(
      @NotNull @Text(max = 2000, lines = true) Confidential answer,
      Boolean adopted,
      @Text(max = 500, lines = true) Confidential outcome) {}

  /** An evaluation. */
  @Schema(name = "DemandEvaluation", description = "The asker's evaluation of the answer.")
  public record Evaluation(
      @NotNull Boolean satisfied,
      @NotNull @Min(1) @Max(5) Integer stars,
      @Text(max = 500, lines = true) Confidential comment) {}

  /** The public texts of a demand. */
  @Schema(
      name = "DemandPublication",
      description =
          "The public texts. They must not contain personal data; enterprises may be named.")
  public record Publication(
      @NotNull @Text(max = 80) String publicTitle,
      @Text(max = 1000, lines = true) String publicSummary,
      @Text(max = 2000, lines = true) String publicAnswer,
      Instant occurredAt) {

    /** Returns the public texts by the names of their vault fields; a missing text is null. */
    @JsonIgnore
    Map<String, String> publicWords() {
      Map<String, String> words = new LinkedHashMap<>();
      words.put("publicTitle", publicTitle);
      words.put("publicSummary", publicSummary);
      words.put("publicAnswer", publicAnswer);
      return words;
    }
  }

  /** The demand into which another is merged. */
  @Schema(
      name = "DemandMerge",
      description = "The demand whose answer is also the answer to the merged demand.")
  public record Merge(@NotNull Id into, Instant occurredAt) {}

  /** The wish or micro-project that a demand becomes. */
  @Schema(
      name = "DemandConversion",
      description = "The draft of the wish or micro-project that the demand becomes.")
  public record Conversion(@NotNull @Valid WishDraft wish, Instant occurredAt) {}
}
