package org.microwish.wish.claiming;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.limits.Limited;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.Invitations;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.money.Money;

/**
 * HTTP resource to accept invitations. An acceptance is a claim on the wish and uses the same queue
 * as other claims.
 */
@Path("/api/v1/invitations/{id}/accept")
@Tag(name = "invitations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class InvitationAcceptanceResource {

  private final ClaimQueue queue;
  private final Invitations invitations;
  private final CurrentCaller caller;
  private final Commands commands;
  private final Transactions transactions;

  InvitationAcceptanceResource(
      ClaimQueue queue,
      Invitations invitations,
      CurrentCaller caller,
      Commands commands,
      Transactions transactions) {
    this.queue = queue;
    this.invitations = invitations;
    this.caller = caller;
    this.commands = commands;
    this.transactions = transactions;
  }

  @POST
  @Limited(Limited.To.CLAIMS)
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.ALREADY_ENDED,
    ProblemType.CLAIMING_CLOSED,
    ProblemType.WISH_FULL,
    ProblemType.ALREADY_CLAIMED,
    ProblemType.NOT_ELIGIBLE,
    ProblemType.BARRED_AFTER_LAPSE,
    ProblemType.CLAIM_LIMIT_REACHED,
    ProblemType.PENDING_LIMIT_REACHED
  })
  @Operation(
      operationId = "acceptInvitation",
      summary = "Accepts an invitation or an offered place",
      description =
          "Claims the wish, with the receipt of `claimWish`; a place that the invitation holds is"
              + " free for the invited one only. Repeatable with the same Idempotency-Key. Without"
              + " a held place it is refused with WISH_FULL when all places are taken; `matches` of"
              + " the problem is the address of other wishes that fit. An invitation that has run"
              + " out is refused with ALREADY_ENDED. A"
              + " wish with capacity AMOUNT is accepted with `claimWish`, which states the"
              + " pledge: every claim on the wish accepts the claimant's invitation.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  @Blocking
  @Cancellable(false) // The claim continues if the client disconnects.
  public Uni<Response> accept(@PathParam("id") Id id, @Context HttpHeaders headers) {
    Claims.Holder claimant = Claims.Holder.of(caller.get());
    long wishId = transactions.call(() -> invitations.wishOf(claimant, id.value()));
    return queue.claim(
        new ClaimRequest(
            caller.get(),
            wishId,
            Money.ZERO,
            null,
            List.of(),
            null,
            id.value(),
            commands.key(headers),
            id));
  }
}
