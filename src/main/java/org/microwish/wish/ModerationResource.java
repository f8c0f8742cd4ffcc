package org.microwish.wish;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** The review queue over HTTP: what checks have found in texts and images, for operators. */
@Path("/api/v1/moderation")
@Tag(name = "moderation")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.OPERATOR)
public class ModerationResource {

  @Inject Moderation moderation;
  @Inject Divisions divisions;
  @Inject Transactions transactions;
  @Inject Commands commands;
  @Inject CurrentCaller caller;
  @Context HttpHeaders headers;

  @GET
  @Operation(
      operationId = "listFindings",
      summary = "Lists what waits for an operator's word, oldest first",
      description =
          "FLAGGED unless `state` says otherwise. It names the wish and holds no text: that is read"
              + " with the wish.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = FindingPage.class)))
  public Response list(
      @QueryParam("division") @Text(max = 24) String division,
      @QueryParam("state") Finding.State state,
      @BeanParam PageQuery page,
      @Context UriInfo uri) {
    Finding.State asked = state == null ? Finding.State.FLAGGED : state;
    Filters filters = Filters.of("division", division, "state", asked);
    Long after = page.after(filters).map(cursor -> cursor.number(0)).orElse(null);
    List<Finding> rows =
        transactions.call(
            () ->
                moderation.list(
                    caller.get(), divisions.subtree(division, "division"), asked, after, page));
    return Responses.page(
        uri, Page.of(rows, page, filters, FindingView::of, row -> Cursor.at(row.id)));
  }

  /** For the contract: a page of findings. */
  record FindingPage(List<FindingView> items, String nextCursor) {}

  @POST
  @Path("/{id}/accept")
  @Problems(ProblemType.ALREADY_DECIDED)
  @Operation(
      operationId = "acceptFinding",
      summary = "Has nothing against what was found",
      description = "When nothing else is open, the wish can be published.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Moderation.Decided.class)))
  public Response accept(@PathParam("id") Id id) {
    return decide("acceptFinding", id, true);
  }

  @POST
  @Path("/{id}/reject")
  @Problems(ProblemType.ALREADY_DECIDED)
  @Operation(
      operationId = "rejectFinding",
      summary = "Has something against what was found",
      description =
          "The wish stays as it is and cannot be published until its words are written anew.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Moderation.Decided.class)))
  public Response reject(@PathParam("id") Id id) {
    return decide("rejectFinding", id, false);
  }

  private Response decide(String operation, Id id, boolean accepted) {
    return commands.run(
        caller.get(),
        operation,
        headers,
        id,
        () -> Answer.ok(moderation.decide(caller.get(), id.value(), accepted)));
  }
}
