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
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;

/** HTTP resource for confirming wishes, reporting dissatisfaction, and reopening wishes. */
@Path("/api/v1/wishes")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishConfirmationResource {

  private final WishConfirmation confirmation;
  private final CurrentCaller caller;

  WishConfirmationResource(WishConfirmation confirmation, CurrentCaller caller) {
    this.confirmation = confirmation;
    this.caller = caller;
  }

  @POST
  @Path("/{id}/confirm")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.PROXY_NOT_ALLOWED,
    ProblemType.PROXY_TOO_EARLY,
    ProblemType.EVIDENCE_REQUIRED
  })
  @Operation(
      operationId = "confirmWish",
      summary = "Confirms or accepts that a delivered wish is fulfilled, with a rating",
      description =
          "The resident confirms without `proxy`. A collector or operator of the wish's division"
              + " can confirm as a proxy if the resident cannot use a phone (CANNOT_USE_PHONE),"
              + " with evidence of the wish itself. An operator can confirm as a proxy if the"
              + " resident does not answer (NO_ANSWER), at the earliest 14 days (configurable)"
              + " after delivery. Claimants, participants and stewards of the claiming organisation"
              + " cannot be proxies (PROXY_NOT_ALLOWED). If the resident confirmed on paper, an operator"
              + " records it late, with `onBehalfOf` RESIDENT and `occurredAt`, instead of `proxy`; the"
              + " ledger shows the reason ON_PAPER, and statistics count it with the proxies. A public"
              + " project that no resident asked for is accepted instead, with `acceptance`: by the"
              + " neighbourhood committee or at least three residents' representatives, as the signed"
              + " sheet shows; a collector or operator records it.")
  public WishReceipt confirm(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Confirmation body) {
    return confirmation.confirm(
        WishRequests.OnBehalfOf.acting(caller.get(), body.onBehalfOf()),
        id.value(),
        body.rating(),
        Confidential.text(body.comment()),
        WishRequests.ProxyWord.reasonOf(body.proxy()),
        WishRequests.ProxyWord.evidenceOf(body.proxy()),
        body.acceptance(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/report-dissatisfaction")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR})
  @Idempotent
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.PROXY_NOT_ALLOWED,
    ProblemType.PROXY_TOO_EARLY,
    ProblemType.EVIDENCE_REQUIRED
  })
  @Operation(
      operationId = "reportDissatisfaction",
      summary = "Reports that the resident is not satisfied with a delivered wish",
      description =
          "Reported by the resident, by a proxy, or for the body that should accept a public"
              + " project, under the same conditions as `confirmWish`. `claims` are the claims"
              + " whose work must be done again; the wish becomes IN_PROGRESS.")
  public WishReceipt reportDissatisfaction(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Dissatisfaction body) {
    return confirmation.reportDissatisfaction(
        WishRequests.OnBehalfOf.acting(caller.get(), body.onBehalfOf()),
        id.value(),
        body.redo(),
        Confidential.text(body.reason()),
        WishRequests.ProxyWord.reasonOf(body.proxy()),
        WishRequests.ProxyWord.evidenceOf(body.proxy()),
        body.acceptance(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/reopen")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "reopenWish",
      summary = "Reopens a fulfilled wish",
      description =
          "Allowed for operators of the wish's division, before it is archived. The confirmation"
              + " and its rating are withdrawn, the work of the claims in `claims` must be done"
              + " again, and the wish becomes IN_PROGRESS. `followUp` is the follow-up visit that found"
              + " the problems; a visit leads to one reopening or one new wish only.")
  public WishReceipt reopen(@PathParam("id") Id id, @NotNull @Valid WishRequests.Reopening body) {
    return confirmation.reopen(
        caller.get(),
        id.value(),
        body.redo(),
        body.followUp(),
        Confidential.text(body.reason()),
        body.occurredAt());
  }
}
