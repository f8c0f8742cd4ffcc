package org.microwish.wish.report;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.ClientAddress;
import org.microwish.platform.limits.Attempts;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource with which anybody reports a published wish or one of its photos. */
@Path("/api/v1/wishes/{id}/reports")
@Tag(name = "moderation")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WishReportResource {

  /**
   * The kind under which {@link Attempts} counts and limits the reports from each client address.
   */
  private static final String TRIES = "report-address";

  private final Reports reports;
  private final Attempts attempts;
  private final ClientAddress address;
  private final Transactions transactions;

  WishReportResource(
      Reports reports, Attempts attempts, ClientAddress address, Transactions transactions) {
    this.reports = reports;
    this.attempts = attempts;
    this.address = address;
    this.transactions = transactions;
  }

  /** The response to a report. */
  @Schema(name = "ReportReceipt", description = "The id of a received report.")
  public record Received(@Schema(required = true) Id id) {}

  @POST
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
}
