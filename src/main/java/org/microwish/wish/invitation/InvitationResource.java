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
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.Invitation;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;

/** HTTP resource for invitations and waiting lists; {@code wish.claiming} accepts them. */
@Path("/api/v1")
@Tag(
    name = "invitations",
    description = "Invitations (邀请、派单) to claim wishes, and waiting lists (候补) of full wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class InvitationResource {

  private final InvitationService service;
  private final WishReads wishes;
  private final Transactions transactions;
  private final EntityManager entities;
  private final CurrentCaller caller;

  InvitationResource(
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

  /** Who is invited. */
  @Schema(name = "Invited", description = "The organisation or member that is invited.")
  public record Party(@NotNull ClaimantType type, @NotNull Id id) {}

  /** The body of an invitation. */
  @Schema(
      name = "InvitationDraft",
      description =
          "Whom to invite. `reserved` holds a free place for the invited one until `until`; default:"
              + " false.")
  public record Draft(
      @NotNull @Valid Party claimant,
      Boolean reserved,
      @Schema(description = "When the invitation runs out. Default: as configured")
          Instant until) {}

  /** An invitation. */
  @Schema(
      name = "Invitation",
      description =
          "An invitation, or a place in a waiting list (state WAITING). `reserved` is true if a"
              + " place is held, or waited for.")
  public record View(
      Id id,
      Id wishId,
      InvitationState state,
      Party claimant,
      boolean reserved,
      Instant createdAt,
      Instant until,
      Instant endedAt) {
    static View of(Invitation row) {
      return new View(
          new Id(row.id),
          new Id(row.wishId),
          row.state,
          new Party(row.claimantType, new Id(row.claimantId)),
          row.reserved,
          row.createdAt,
          row.untilAt,
          row.endedAt);
    }
  }

  /** Describes a page in the API contract. */
  record InvitationPage(List<View> items, String nextCursor) {}

  @POST
  @Path("/wishes/{id}/invitations")
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
              + " towards no limit of claims.")
  public WishReceipt invite(@PathParam("id") Id id, @NotNull @Valid Draft body) {
    return service.invite(
        caller.get(),
        id.value(),
        new Claims.Holder(body.claimant().type(), body.claimant().id().value()),
        Boolean.TRUE.equals(body.reserved()),
        body.until(),
        null);
  }

  @POST
  @Path("/wishes/{id}/waiting-list")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Creates("/invitations/{item}")
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIMING_CLOSED,
    ProblemType.ALREADY_CLAIMED,
    ProblemType.ALREADY_INVITED,
    ProblemType.PLACE_NOT_HELD,
    ProblemType.INVITATION_LIMIT_REACHED,
    ProblemType.NOT_ELIGIBLE,
    ProblemType.BARRED_AFTER_LAPSE
  })
  @Operation(
      operationId = "joinWaitingList",
      summary = "Joins the waiting list of a full wish",
      description =
          "A member waits in its own name, a steward in the name of its organisation. A place that"
              + " comes back is offered to the first in the list for a limited time, then to the"
              + " next; others cannot claim it meanwhile.")
  public WishReceipt join(@PathParam("id") Id id) {
    return service.join(caller.get(), id.value());
  }

  @POST
  @Path("/invitations/{id}/decline")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.ALREADY_ENDED})
  @Operation(
      operationId = "declineInvitation",
      summary = "Declines an invitation, or leaves a waiting list",
      description = "Allowed for the invited member, or a steward of the invited organisation.")
  public WishReceipt decline(@PathParam("id") Id id) {
    return service.decline(caller.get(), id.value());
  }

  @POST
  @Path("/invitations/{id}/withdraw")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.ALREADY_ENDED})
  @Operation(
      operationId = "withdrawInvitation",
      summary = "Withdraws an invitation, or removes somebody from a waiting list",
      description = "Allowed for operators of the wish's division.")
  public WishReceipt withdraw(@PathParam("id") Id id) {
    return service.withdraw(caller.get(), id.value());
  }

  @GET
  @Path("/wishes/{id}/invitations")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "listWishInvitations",
      summary = "Lists the invitations and the waiting list of a wish, oldest first",
      description = "Allowed for operators and auditors of the wish's division.")
  @APIResponseSchema(InvitationPage.class)
  public Page<View> ofWish(
      @PathParam("id") Id id,
      @QueryParam("state") List<InvitationState> states,
      @BeanParam PageQuery page) {
    Caller who = caller.get();
    return transactions.call(
        () ->
            listing(states)
                .only("i.wishId = :wish", "wish", wishes.requireInside(who, id.value()).id)
                .ascending("i.wishVersion", row -> row.wishVersion)
                .page(entities, page)
                .map(View::of));
  }

  @GET
  @Path("/invitations")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Operation(
      operationId = "listOwnInvitations",
      summary = "Lists the caller's invitations and waiting lists, newest first",
      description = "A member sees its own, a steward those of its organisation.")
  @APIResponseSchema(InvitationPage.class)
  public Page<View> own(
      @QueryParam("state") List<InvitationState> states, @BeanParam PageQuery page) {
    Claims.Holder own = InvitationService.holder(caller.get());
    return transactions.call(
        () ->
            listing(states)
                .only("i.claimantType = :type", "type", own.type())
                .only("i.claimantId = :own", "own", own.id())
                .only("exists (from Wish w where w.id = i.wishId and w.held = false)")
                .descending("i.id", row -> row.id)
                .page(entities, page)
                .map(View::of));
  }

  private static Listing<Invitation> listing(List<InvitationState> states) {
    return new Listing<>(Invitation.class, "from Invitation i")
        .filter("state", states, "i.state in :state");
  }
}
