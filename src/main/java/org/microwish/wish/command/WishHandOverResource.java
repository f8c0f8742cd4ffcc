package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.caller.TokenContent;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Batches;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReceipt;

/** HTTP resource for handing wishes over to another collector. */
@Path("/api/v1/wishes")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishHandOverResource {

  private final WishHandOver handOver;
  private final Batches batches;
  private final CurrentCaller caller;

  WishHandOverResource(WishHandOver handOver, Batches batches, CurrentCaller caller) {
    this.handOver = handOver;
    this.batches = batches;
    this.caller = caller;
  }

  /** The collector who takes over. */
  @Schema(name = "WishHandOver", description = "The account of the collector who takes over.")
  public record ToCollector(
      @NotNull @Pattern(regexp = TokenContent.ACCOUNT) @Schema(examples = "0C6Z3MSWFDTR7")
          String collector,
      @Text(max = 500, lines = true) Confidential reason,
      @Schema(description = "When it happened, if it is recorded later. Default: now")
          Instant occurredAt) {}

  /** The collector whose wishes another one takes over. */
  @Schema(
      name = "WishesHandOver",
      description =
          "The account of the collector who hands all wishes over (`from`), and of the collector"
              + " who takes them over (`collector`).")
  public record FromCollector(
      @NotNull @Pattern(regexp = TokenContent.ACCOUNT) @Schema(examples = "0C6Z3MSWFDTR8")
          String from,
      @NotNull @Pattern(regexp = TokenContent.ACCOUNT) @Schema(examples = "0C6Z3MSWFDTR7")
          String collector,
      @Text(max = 500, lines = true) Confidential reason,
      @Schema(description = "When it happened, if it is recorded later. Default: now")
          Instant occurredAt) {}

  /** Describes the results in the API contract. */
  @Schema(
      name = "WishesHandedOver",
      description =
          "A receipt or a problem for each wish; `more` is true if there may be more wishes, for"
              + " which the request must be repeated with another key.")
  record HandedOver(
      @Schema(required = true) List<Outcome> items, @Schema(required = true) boolean more) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
        name = "WishesHandedOverOutcome",
        description =
            "The result of one wish: the receipt of its command, or the problem with which it was"
                + " refused, without `instance` and `requestId`.")
    record Outcome(
        @Schema(required = true) int index,
        @Schema(required = true, description = "The wish") Id item,
        WishReceipt receipt,
        Map<String, Object> problem) {}
  }

  @POST
  @Path("/{id}/hand-over")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.WISH_STATE_CONFLICT)
  @Operation(
      operationId = "handOverWish",
      summary = "Hands a wish over to another collector",
      description =
          "Allowed for operators of the wish's division, until it is archived. The collector must"
              + " serve the wish's division, finds the wish with `mine=true`, and may withdraw it"
              + " while it is a DRAFT. `own.createdBy` does not change.")
  public WishReceipt handOver(@PathParam("id") Id id, @NotNull @Valid ToCollector body) {
    return handOver.handOver(
        caller.get(),
        id.value(),
        null,
        body.collector(),
        Confidential.text(body.reason()),
        body.occurredAt());
  }

  @POST
  @Path("/hand-over-all")
  @RolesAllowed(Role.Name.OPERATOR)
  @Expensive
  @Problems({
    ProblemType.ALREADY_ENDED,
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.IDEMPOTENCY_KEY_REUSED
  })
  @Operation(
      operationId = "handOverWishes",
      summary = "Hands all wishes of a collector over to another one",
      description =
          "Allowed for operators, for the wishes of their division that can be handed over and that"
              + " the other collector serves: up to 100, the oldest first, each a `handOverWish` of its own with its own ledger entry."
              + " While `more` is true, send it again with another Idempotency-Key. A repeat with"
              + " the same key, also after a crash in the middle, hands nothing over twice.")
  @APIResponseSchema(HandedOver.class)
  public Batches.Portion handOverAll(
      @NotNull @Valid FromCollector body, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return batches.run(
        who,
        "handOverWishes",
        headers,
        body,
        () -> handOver.casesOf(who, body.from(), body.collector(), Batches.MOST),
        id ->
            handOver.handOver(
                who,
                Id.fromString(id).value(),
                body.from(),
                body.collector(),
                Confidential.text(body.reason()),
                body.occurredAt()));
  }
}
