package org.microwish.wish.invitation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.EntityManager;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Separator;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.invitation.InvitationResource.Draft;
import org.microwish.wish.invitation.InvitationResource.InvitationPage;
import org.microwish.wish.invitation.InvitationResource.View;
import org.microwish.wish.lifecycle.InvitationState;

/** HTTP resource for the invitations to one wish. */
@Path("/api/v1/wishes/{id}/invitations")
@Tag(name = "invitations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishInvitationResource {

  private final InvitationService service;
  private final WishReads wishes;
  private final Transactions transactions;
  private final EntityManager entities;
  private final CurrentCaller caller;

  WishInvitationResource(
      InvitationService service,
      WishReads wishes,
      Transactions transactions,
      EntityManager entities,
      CurrentCaller caller) {
    this.service = service;
    this.wishes = wishes;
    this.transactions = transactions;
    this.entities = entities;
    this.caller = caller;
  }

  @POST
  @RolesAllowed(Role.Name.OPERATOR)
  @Creates("/invitations/{item}")
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIMING_CLOSED,
    ProblemType.WISH_FULL,
    ProblemType.ALREADY_CLAIMED,
    ProblemType.ALREADY_INVITED,
    ProblemType.PLACE_NOT_HELD,
    ProblemType.INVITATION_LIMIT_REACHED,
    ProblemType.NOT_ELIGIBLE,
    ProblemType.BARRED_AFTER_LAPSE
  })
  @Operation(
      operationId = "inviteToWish",
      summary = "Invites an organisation or member to claim a wish",
      description =
          "Allowed for operators of the wish's division while the wish is OPEN. `item` is the"
              + " invitation. A held place is refused to everybody else with WISH_FULL; it counts"
              + " towards no limit of claims. A claimant that is paused, wants no invitations or is"
              + " not open to the wish's category (`getMemberOpenness`) is refused with"
              + " NOT_ELIGIBLE, reason NOT_OPEN.")
  public WishReceipt invite(@PathParam("id") Id id, @NotNull @Valid Draft body) {
    return service.invite(
        caller.get(),
        id.value(),
        new Claims.Holder(body.claimant().type(), body.claimant().id().value()),
        Boolean.TRUE.equals(body.reserved()),
        body.until(),
        null);
  }

  @GET
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "listWishInvitations",
      summary = "Lists the invitations and the waiting list of a wish, oldest first",
      description = "Allowed for operators and auditors of the wish's division.")
  @APIResponseSchema(InvitationPage.class)
  public Page<View> ofWish(
      @PathParam("id") Id id,
      @QueryParam("state") @Separator(",") List<InvitationState> states,
      @BeanParam PageQuery page) {
    Caller who = caller.get();
    return transactions.call(
        () ->
            InvitationResource.listing(states)
                .only("i.wishId = :wish", "wish", wishes.requireInside(who, id.value()).id)
                .ascending("i.wishVersion", row -> row.wishVersion)
                .page(entities, page)
                .map(View::of));
  }
}
