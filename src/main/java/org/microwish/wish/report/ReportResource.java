package org.microwish.wish.report;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
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
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.Divisions;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.ClientAddress;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/**
 * HTTP resource for reports of wishes and photos: anybody can send a report; operators read and
 * close reports.
 */
@Path("/api/v1")
@Tag(name = "moderation")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ReportResource {

  /**
   * The kind under which {@link Attempts} counts and limits the reports from each client address.
   */
  private static final String TRIES = "report-address";

  private final Reports reports;
  private final Divisions divisions;
  private final Attempts attempts;
  private final ClientAddress address;
  private final Transactions transactions;
  private final CurrentCaller caller;

  ReportResource(
      Reports reports,
      Divisions divisions,
      Attempts attempts,
      ClientAddress address,
      Transactions transactions,
      CurrentCaller caller) {
    this.reports = reports;
    this.divisions = divisions;
    this.attempts = attempts;
    this.address = address;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** A filter for the list of reports. */
  public enum ReportState {
    OPEN,
    CLOSED
  }

  /** The response to a report. */
  @Schema(name = "ReportReceipt", description = "The id of a received report.")
  public record Received(@Schema(required = true) Id id) {}

  /** Request body to close a report: what operators did about it. */
  @Schema(
      name = "ReportClosing",
      description = "What was done about a report. The ledger commits to `note`.")
  public record Closing(
      @NotNull WishReport.Result result, @Text(max = 500, lines = true) Confidential note) {}

  @POST
  @Path("/wishes/{id}/reports")
  @PermitAll
  @Operation(
      operationId = "reportWish",
      summary = "Reports a published wish or one of its photos",
      description =
          "For everybody, without a login; who reports is not recorded. Operators of the wish's"
              + " division see the report with `listReports`. Needs no Idempotency-Key: a repeat of"
              + " an open report gets its id again. Limited by address (20 in 15 minutes by"
              + " default) and to 50 open reports of one wish.")
  @Problems(ProblemType.TOO_MANY_REQUESTS)
  @APIResponse(
      responseCode = "201",
      description = "The report has reached the desk",
      content = @Content(schema = @Schema(implementation = Received.class)))
  public Response report(@PathParam("id") Id id, @NotNull @Valid ReportDraft draft) {
    attempts.spend(TRIES, address.ofCurrentRequest());
    Id report = transactions.call(() -> reports.add(id.value(), draft));
    return Response.status(Response.Status.CREATED).entity(new Received(report)).build();
  }

  @GET
  @Path("/reports")
  @RolesAllowed(Role.Name.OPERATOR)
  @Operation(
      operationId = "listReports",
      summary = "Lists reports of published wishes and photos, oldest first",
      description =
          "Operators see the reports of their division and below; without `state` only the OPEN"
              + " ones.")
  public Page<ReportView> list(
      @QueryParam("division") @Text(max = 24) String division,
      @QueryParam("state") ReportState state,
      @BeanParam PageQuery page) {
    String subtree = divisions.subtree(division, "division");
    return transactions.call(
        () -> reports.list(caller.get(), subtree, state == ReportState.CLOSED, page));
  }

  @POST
  @Path("/reports/{id}/close")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.ALREADY_DECIDED)
  @Operation(
      operationId = "closeReport",
      summary = "Closes a report with what was done about it",
      description =
          "Allowed for operators of the wish's division. Records the result in the ledger; the"
              + " wish itself is changed with `amendPublicWords` or `unpublishWish`, a photo with"
              + " `rejectFinding`.")
  public Reports.Closed close(@PathParam("id") Id id, @NotNull @Valid Closing body) {
    return reports.close(caller.get(), id.value(), body.result(), Confidential.text(body.note()));
  }
}
