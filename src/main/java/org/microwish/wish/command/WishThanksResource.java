package org.microwish.wish.command;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;

/** HTTP resource for the thank-you of a resident. */
@Path("/api/v1/wishes/{id}")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishThanksResource {

  private final WishThanks thanks;
  private final CurrentCaller caller;

  WishThanksResource(WishThanks thanks, CurrentCaller caller) {
    this.thanks = thanks;
    this.caller = caller;
  }

  @POST
  @Path("/thank")
  @RolesAllowed(Role.Name.RESIDENT)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "sendThanks",
      summary = "Writes a thank-you for a fulfilled wish",
      description =
          "Allowed for the resident, when the wish is FULFILLED or ARCHIVED. It is private, and"
              + " replaces an earlier one. With `publish` the resident allows an operator to publish"
              + " it word for word.")
  public WishReceipt thank(@PathParam("id") Id id, @NotNull @Valid WishRequests.Thanks body) {
    return thanks.thank(caller.get(), id.value(), Confidential.text(body.words()), body.publish());
  }

  @POST
  @Path("/publish-thanks")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.MODERATION_OPEN,
    ProblemType.PERSONAL_DATA_FOUND
  })
  @Operation(
      operationId = "publishThanks",
      summary = "Publishes the resident's thank-you beside the wish",
      description =
          "Allowed for operators of the wish's division. Refused with WISH_STATE_CONFLICT (reason"
              + " NO_THANKS) if the resident wrote none or does not allow it, and as in"
              + " `publishWish` if the words contain personal data or a finding on them is open. Names"
              + " of helpers are personal data.")
  public WishReceipt publish(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.ThanksPublication body) {
    return thanks.publish(caller.get(), id.value(), body.occurredAt());
  }

  @POST
  @Path("/hide-thanks")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "hideThanks",
      summary = "Takes a published thank-you down",
      description =
          "Allowed for the resident, who then no longer allows to publish it, and for operators of"
              + " the wish's division. Refused with WISH_STATE_CONFLICT (reason NO_THANKS) if none is"
              + " published.")
  public WishReceipt hide(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return thanks.hide(
        caller.get(),
        id.value(),
        Confidential.text(body.reason()),
        EventTime.given(caller.get(), body.occurredAt()));
  }
}
