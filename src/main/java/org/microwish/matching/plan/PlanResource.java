package org.microwish.matching.plan;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.matching.plan.PlanOrder.PairKey;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemType;

/** HTTP resource for plans. */
@Path("/api/v1/matching/plans")
@Tag(
    name = "plans",
    description =
        "Plans (统筹方案): computed assignments of the open wishes of a division to those who may claim"
            + " them; they claim nothing")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.OPERATOR)
public class PlanResource {

  private final PlanService plans;
  private final PlanReads reads;
  private final PlanInvitations invitations;
  private final Transactions transactions;
  private final CurrentCaller caller;

  PlanResource(
      PlanService plans,
      PlanReads reads,
      PlanInvitations invitations,
      Transactions transactions,
      CurrentCaller caller) {
    this.plans = plans;
    this.reads = reads;
    this.invitations = invitations;
    this.transactions = transactions;
    this.caller = caller;
  }

  @POST
  @Creates(value = "/matching/plans/{id}", status = 202)
  @Problems({ProblemType.PLAN_EMPTY, ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "createPlan",
      summary = "Computes a plan",
      description =
          "Assigns the open wishes of the division to the claimants that may claim them, so that the"
              + " total is largest: the scores of the pairs, points for each wish that somebody"
              + " takes, more if it is urgent, minus points for load that grow with each place of a"
              + " claimant. A plan claims nothing. It is computed in the background; `getPlan` shows"
              + " the progress. An account has at most three unfinished plans. `text` describes the"
              + " progress or the result in a sentence.")
  @APIResponseSchema(
      value = PlanView.class,
      responseCode = "202",
      responseDescription = "The order is stored; Location is the address of the plan")
  public PlanView create(@NotNull @Valid PlanOrder order, @Context HttpHeaders headers) {
    return plans.view(plans.begin(caller.get(), order, null), language(headers));
  }

  @POST
  @Path("/{id}/revisions")
  @Creates(value = "/matching/plans/{id}", status = 202)
  @Problems({ProblemType.PLAN_EMPTY, ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "revisePlan",
      summary = "Computes a plan again with pinned and excluded pairs",
      description =
          "Makes a new plan of the same order, from the facts as they are now. Pinned pairs are in"
              + " the new plan, excluded ones are not. The old plan stays as it is.")
  @APIResponseSchema(
      value = PlanView.class,
      responseCode = "202",
      responseDescription = "The order is stored; Location is the address of the new plan")
  public PlanView revise(
      @PathParam("id") Id id, @NotNull @Valid PlanRevision revision, @Context HttpHeaders headers) {
    return plans.view(plans.revise(caller.get(), id.value(), revision), language(headers));
  }

  /** Request body to send the invitations of a plan. */
  @Schema(
      name = "PlanInvitationOrder",
      description =
          "Which invitations to send: without `pairs` those of all pairs but the pinned ones for"
              + " which there was no room. `reserved` holds a free place for each of them; default:"
              + " false.")
  public record InvitationOrder(
      @Size(min = 1, max = 2_000) List<@NotNull @Valid PairKey> pairs,
      Boolean reserved,
      @Schema(description = "When the invitations expire. Default: as configured") Instant until) {}

  @POST
  @Path("/{id}/invitations")
  @Creates(value = "/matching/plans/{id}", status = 202)
  @Problems({ProblemType.PLAN_EMPTY, ProblemType.STATE_CONFLICT})
  @Operation(
      operationId = "sendPlanInvitations",
      summary = "Sends the invitations of a plan",
      description =
          "Invites the claimants of a computed plan to their wishes, in the caller's name and in the"
              + " background; `invitations` of `getPlan` shows the progress. Each pair is invited"
              + " once, however often this is requested; an invitation that was refused is tried"
              + " again. `listPlanPairs` has the reason why a pair no longer holds or why its"
              + " invitation was refused.")
  @APIResponseSchema(
      value = PlanView.class,
      responseCode = "202",
      responseDescription = "The invitations will be sent; Location is the address of the plan")
  public PlanView send(
      @PathParam("id") Id id, @NotNull @Valid InvitationOrder order, @Context HttpHeaders headers) {
    return plans.view(invitations.ask(caller.get(), id.value(), order), language(headers));
  }

  private static Language language(HttpHeaders headers) {
    return Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
  }

  @GET
  @Operation(
      operationId = "listPlans",
      summary = "Lists the plans of the caller's division, the newest first",
      description =
          "A plan computes an assignment and claims nothing. Each plan has its state and, when it"
              + " is computed, its totals.")
  @APIResponseSchema(PlanPage.class)
  public Page<PlanView> list(
      @QueryParam("state") MatchingPlan.State state,
      @BeanParam PageQuery page,
      @Context HttpHeaders headers) {
    return transactions.call(() -> plans.list(caller.get(), state, language(headers), page));
  }

  /** Describes a page of plans in the API contract. */
  record PlanPage(List<PlanView> items, String nextCursor) {}

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getPlan",
      summary = "Reads a plan and its progress",
      description =
          "For operators of the division. `listPlanPairs`, `listPlanUnserved` and `listPlanLoads`"
              + " list its contents.")
  public PlanView get(@PathParam("id") Id id, @Context HttpHeaders headers) {
    return transactions.call(
        () -> plans.view(plans.require(caller.get(), id.value()), language(headers)));
  }

  @GET
  @Path("/{id}/pairs")
  @Operation(
      operationId = "listPlanPairs",
      summary = "Lists the pairs of a plan",
      description =
          "Pinned pairs come first. `holds` is decided when the list is read, however long ago the"
              + " plan was computed.")
  @APIResponseSchema(PlanPairPage.class)
  public Page<PlanPairView> pairs(
      @PathParam("id") Id id,
      @QueryParam("wish") Id wish,
      @QueryParam("claimant") Id claimant,
      @QueryParam("invitation") PlanPair.Sending sending,
      @BeanParam PageQuery page,
      @Context HttpHeaders headers) {
    return transactions.call(
        () -> reads.pairs(caller.get(), id, wish, claimant, sending, language(headers), page));
  }

  /** Describes a page of pairs in the API contract. */
  record PlanPairPage(List<PlanPairView> items, String nextCursor) {}

  @GET
  @Path("/{id}/unserved")
  @Operation(
      operationId = "listPlanUnserved",
      summary = "Lists the wishes to which a plan assigns no claimant, and why",
      description = "Each wish has the reason why no claimant of the plan may or can take it.")
  @APIResponseSchema(PlanUnservedPage.class)
  public Page<PlanUnservedView> unserved(
      @PathParam("id") Id id, @BeanParam PageQuery page, @Context HttpHeaders headers) {
    return transactions.call(() -> reads.unserved(caller.get(), id, language(headers), page));
  }

  /** Describes a page of wishes without a claimant in the API contract. */
  record PlanUnservedPage(List<PlanUnservedView> items, String nextCursor) {}

  @GET
  @Path("/{id}/loads")
  @Operation(
      operationId = "listPlanLoads",
      summary = "Lists the claimants of a plan with their loads, those with most pairs first",
      description =
          "A load is the number of wishes that the plan gives to one claimant, with the largest"
              + " number that it may give.")
  @APIResponseSchema(PlanLoadPage.class)
  public Page<PlanLoadView> loads(@PathParam("id") Id id, @BeanParam PageQuery page) {
    return transactions.call(() -> reads.loads(caller.get(), id, page));
  }

  /** Describes a page of loads in the API contract. */
  record PlanLoadPage(List<PlanLoadView> items, String nextCursor) {}
}
