package org.microwish.wish.claiming;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.limits.Limited;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;
import org.microwish.wish.claim.ClaimReads;
import org.microwish.wish.claim.ClaimView;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/** HTTP resource for the claims of one wish. A queued claim blocks no request thread. */
@Path("/api/v1/wishes/{id}/claims")
@Tag(name = "claims")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class ClaimingResource {

  private final ClaimQueue queue;
  private final WishReads wishes;
  private final ClaimReads reads;
  private final CurrentCaller caller;
  private final Commands commands;
  private final Transactions transactions;

  ClaimingResource(
      ClaimQueue queue,
      WishReads wishes,
      ClaimReads reads,
      CurrentCaller caller,
      Commands commands,
      Transactions transactions) {
    this.queue = queue;
    this.wishes = wishes;
    this.reads = reads;
    this.caller = caller;
    this.commands = commands;
    this.transactions = transactions;
  }

  @POST
  @Limited(Limited.To.CLAIMS)
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR})
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIMING_CLOSED,
    ProblemType.WISH_FULL,
    ProblemType.ALREADY_CLAIMED,
    ProblemType.NOT_ELIGIBLE,
    ProblemType.BARRED_AFTER_LAPSE,
    ProblemType.CLAIM_LIMIT_REACHED,
    ProblemType.PENDING_LIMIT_REACHED,
    ProblemType.BUDGET_EXCEEDED
  })
  @Operation(
      operationId = "claimWish",
      summary = "Claims a wish",
      description =
          "A member claims in its own name, a steward in the name of its organisation. The claim is"
              + " ACTIVE at once, or PENDING if the wish needs approval. `pledge` is required if"
              + " the wish's capacity is AMOUNT. If no place is free any more, the claim is refused"
              + " with WISH_FULL, whose `matches` is the address of other wishes that fit; a second claim of the same claimant always with ALREADY_CLAIMED."
              + " An operator of the wish's division records late, with `onBehalfOf` and"
              + " `occurredAt`, that a member or organisation claimed it offline; they must have been"
              + " eligible on that day.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  @Cancellable(false) // The claim continues if the client disconnects.
  public Uni<Response> claim(
      @PathParam("id") Id id,
      @OptionalBody @Valid WishRequests.Claiming body,
      @Context HttpHeaders headers) {
    WishRequests.Claiming claim = body == null ? WishRequests.Claiming.PLAIN : body;
    WishRequests.Amount pledge = claim.pledge();
    Money amount =
        pledge == null ? Money.ZERO : WishRequests.positive(pledge.amount(), "/pledge/amount");
    Form form = pledge == null ? null : pledge.form();
    List<Long> participants =
        claim.participants() == null
            ? List.of()
            : new ArrayList<>(WishRequests.set(claim.participants(), "/participants"));
    return queue.claim(
        new ClaimRequest(
            WishRequests.OnBehalfOf.acting(caller.get(), claim.onBehalfOf()),
            id.value(),
            amount,
            form,
            participants,
            EventTime.given(caller.get(), claim.occurredAt()),
            commands.key(headers),
            Arrays.asList(id, body)));
  }

  @GET
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "listWishClaims",
      summary = "Lists the claims of a wish, oldest first",
      description =
          "The resident, the wish's partner, and the collectors, operators and auditors of the"
              + " wish's division see all claims; claimants and participants see their own.")
  public ClaimList claims(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(
        () -> new ClaimList(reads.claimsOf(who, wishes.requireInside(who, id.value()))));
  }

  /** The claims of one wish. */
  public record ClaimList(List<ClaimView> items) {}
}
