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
import org.jboss.resteasy.reactive.Separator;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Listing;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.Invitation;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;

/**
 * HTTP resource to read, decline and withdraw invitations; accepting one is a claim, see {@code
 * wish.claiming}.
 */
@Path("/api/v1/invitations")
@Tag(
    name = "invitations",
    description = "Invitations (邀请、派单) to claim wishes, and waiting lists (候补) of full wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class InvitationResource {

  private final InvitationService service;
  private final Transactions transactions;
  private final EntityManager entities;
  private final CurrentCaller caller;

  InvitationResource(
      InvitationService service,
      Transactions transactions,
      EntityManager entities,
      CurrentCaller caller) {
    this.service = service;
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
              + " false. `until` is at most a year ahead.")
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
      @Schema(
              nullable = true,
              description = "When it was sent, or the place was offered; null while waiting")
          Instant invitedAt,
      @Schema(nullable = true) Instant until,
      @Schema(nullable = true) Instant endedAt) {
    /** Returns the view of an invitation. */
    public static View of(Invitation row) {
      return new View(
          new Id(row.id),
          new Id(row.wishId),
          row.state,
          new Party(row.claimantType, new Id(row.claimantId)),
          row.reserved,
          row.createdAt,
          row.invitedAt,
          row.untilAt,
          row.endedAt);
    }
  }

  /** Describes a page in the API contract. */
  record InvitationPage(List<View> items, String nextCursor) {}

  @POST
  @Path("/{id}/decline")
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
  @Path("/{id}/withdraw")
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
  @Path("/{id}")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.OPERATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "getInvitation",
      summary = "Reads an invitation, or a place in a waiting list",
      description =
          "Allowed for the invited member, stewards of the invited organisation, and operators and"
              + " auditors of the wish's division; others get NOT_FOUND.")
  public View read(@PathParam("id") Id id) {
    return transactions.call(() -> View.of(service.visible(caller.get(), id.value())));
  }

  @GET
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Operation(
      operationId = "listOwnInvitations",
      summary = "Lists the caller's invitations and waiting lists, newest first",
      description = "A member sees its own, a steward those of its organisation.")
  @APIResponseSchema(InvitationPage.class)
  public Page<View> own(
      @QueryParam("state") @Separator(",") List<InvitationState> states,
      @BeanParam PageQuery page) {
    Claims.Holder own = Claims.Holder.of(caller.get());
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

  static Listing<Invitation> listing(List<InvitationState> states) {
    return new Listing<>(Invitation.class, "from Invitation i")
        .filter("state", states, "i.state in :state");
  }
}
