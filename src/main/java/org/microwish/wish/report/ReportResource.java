package org.microwish.wish.report;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource with which operators read and close reports of published wishes and photos. */
@Path("/api/v1/reports")
@Tag(name = "moderation")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ReportResource {

  private final Reports reports;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  ReportResource(
      Reports reports, Divisions divisions, Transactions transactions, CurrentCaller caller) {
    this.reports = reports;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** Request body to close a report: what operators did about it. */
  @Schema(
      name = "ReportClosing",
      description = "What was done about a report. The ledger commits to `note`.")
  public record Closing(
      @NotNull WishReport.Result result, @Text(max = 500, lines = true) Confidential note) {}

  @GET
  @RolesAllowed(Role.Name.OPERATOR)
  @Operation(
      operationId = "listReports",
      summary = "Lists reports of published wishes and photos, oldest first",
      description =
          "Operators see the reports of their division and below; without `state` only the OPEN"
              + " ones.")
  public Page<ReportView> list(
      @QueryParam("division") @Text(max = DivisionCode.MAX_LENGTH) String division,
      @QueryParam("state") ReportState state,
      @BeanParam PageQuery page) {
    String subtree = divisions.subtree(division, "division");
    return transactions.call(
        () -> reports.list(caller.get(), subtree, state == ReportState.CLOSED, page));
  }

  @POST
  @Path("/{id}/close")
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
