package org.microwish.report;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.SeesEntry;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.transfer.ImportFormat;

/** HTTP resource for what the checked-in members of an organisation owe and did (双报到服务). */
@Path("/api/v1/organisations/{id}/duties")
@Tag(name = "organisations")
@RolesAllowed({Role.Name.STEWARD, Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.ADMINISTRATOR})
@Problems(ProblemType.NOT_FOUND)
@SeesEntry(StatisticsProgress.class)
public class DutyResource {

  /** The form of a quarter, for the contract. */
  static final String QUARTER = "^(19|20)[0-9]{2}-Q[1-4]$";

  private final Duties duties;
  private final CurrentCaller caller;
  private final Time time;

  DutyResource(Duties duties, CurrentCaller caller, Time time) {
    this.duties = duties;
    this.caller = caller;
    this.time = time;
  }

  /** The query parameter that names the quarter. */
  public static class QuarterQuery {

    @QueryParam("period")
    @Parameter(
        description = "A quarter that has begun. Default: this quarter in Asia/Shanghai.",
        example = "2026-Q1",
        schema = @Schema(implementation = String.class, pattern = QUARTER))
    ReportPeriod period;

    /** Returns the quarter, which must have begun by that day; the current one by default. */
    ReportPeriod quarter(LocalDate today) {
      if (period != null && period.months() != 3) {
        throw ProblemException.invalid(FieldError.query("period", FieldFault.INVALID_FORMAT));
      }
      return ReportPeriod.begun(period, ReportPeriod.ofQuarter(today), "period", today);
    }
  }

  @GET
  @Expensive
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getDuties",
      summary = "Reads what the members of an organisation owe and did in a quarter",
      description =
          "Allowed for the organisation's steward, and for operators, auditors and administrators of"
              + " its division: each present member who was checked in with a community in the"
              + " quarter, with the number of services, also if it was a member of another"
              + " organisation then. Names are masked; erased members are left out.")
  @APIResponseSchema(value = DutyView.class, responseDescription = "The duties")
  public Response ofOrganisation(
      @PathParam("id") Id id, @BeanParam QuarterQuery query, @BeanParam SeesEntry.After after) {
    return Answers.json(view(id, query));
  }

  @GET
  @Path("/spreadsheet")
  @Expensive(Expensive.Kind.EXPORT)
  @Produces(ImportFormat.XLSX_TYPE)
  @Operation(
      operationId = "downloadDuties",
      summary = "Exports the duties of an organisation's members as a spreadsheet",
      description = "The same figures as `getDuties`, with Chinese headings.")
  @APIResponse(
      responseCode = "200",
      description = "The workbook",
      content =
          @Content(
              mediaType = ImportFormat.XLSX_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response spreadsheet(
      @PathParam("id") Id id, @BeanParam QuarterQuery query, @BeanParam SeesEntry.After after) {
    DutyView view = view(id, query);
    return Answers.workbook(
        "duties-" + id + "-" + view.period(), out -> DutyRecord.write(view, out));
  }

  @GET
  @Path("/page")
  @Expensive
  @Produces(MediaType.TEXT_HTML)
  @Operation(
      operationId = "getDutiesPage",
      summary = "Reads the duties of an organisation's members as a page for print",
      description = "The content of `getDuties`, in Chinese.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content =
          @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)))
  public Response page(
      @PathParam("id") Id id, @BeanParam QuarterQuery query, @BeanParam SeesEntry.After after) {
    return Answers.page(Documents.of(view(id, query)));
  }

  private DutyView view(Id id, QuarterQuery query) {
    return duties.ofOrganisation(caller.get(), id.value(), query.quarter(time.today()));
  }
}
