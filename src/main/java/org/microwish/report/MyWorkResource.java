package org.microwish.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import java.util.List;
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
import org.microwish.platform.Confidential;
import org.microwish.platform.Time;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.statistics.AsOfView;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.transfer.ImportFormat;

/** HTTP resource for a member's own totals, duties and certificate. */
@Path("/api/v1/me")
@Tag(name = "members")
@RolesAllowed(Role.Name.MEMBER)
@SeesEntry(StatisticsProgress.class)
public class MyWorkResource {

  private final WorkReports reports;
  private final Duties owed;
  private final CurrentCaller caller;
  private final Time time;

  MyWorkResource(WorkReports reports, Duties owed, CurrentCaller caller, Time time) {
    this.reports = reports;
    this.owed = owed;
    this.caller = caller;
    this.time = time;
  }

  /** The query parameter that names the period of totals and certificates. */
  public static class WorkQuery {

    @QueryParam("period")
    @Parameter(
        description =
            "A month, a quarter or a year that has begun. Default: this year in Asia/Shanghai.",
        example = "2026",
        schema = @Schema(implementation = String.class, pattern = ReportPeriod.FORM))
    ReportPeriod period;
  }

  /** The path parameter that names the quarter of a frozen record. */
  public static class QuarterPath {

    @PathParam("quarter")
    @Parameter(
        description = "A quarter",
        example = "2026-Q1",
        schema = @Schema(implementation = String.class, pattern = DutyResource.QUARTER))
    ReportPeriod quarter;

    ReportPeriod quarter() {
      if (quarter.months() != 3) {
        throw ProblemException.invalid(FieldError.path("quarter", FieldFault.INVALID_FORMAT));
      }
      return quarter;
    }
  }

  /** The totals of a member's work, in a period and in all time. */
  @Schema(
      name = "MyTotals",
      description = "The totals of the member's work, in a period and in all time.")
  public record TotalsView(
      @Schema(required = true) AsOfView asOf,
      @Schema(
              required = true,
              description = "Root hash of the tree of the leaves counted, 64 hex digits")
          String rootHash,
      @Schema(required = true, examples = "2026", implementation = String.class)
          ReportPeriod period,
      @Schema(required = true) WorkView.Totals inPeriod,
      @Schema(required = true) WorkView.Totals ever,
      @Schema(
              required = true,
              examples = "1",
              description = "Wishes that the member works on and that are not fulfilled")
          long open,
      @Schema(required = true, examples = "0", description = "Those of them that are overdue")
          long overdue) {}

  /** The certificate of a member. */
  @Schema(
      name = "Certificate",
      description =
          "The wishes that were fulfilled with the member's help. To check it, look up each"
              + " entry: `joined` names the member's pseudonym among the participants of a claim,"
              + " `fulfilled` completes that claim; both are in the tree of the checkpoint. The page at"
              + " `check` does it.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CertificateView(
      @Schema(examples = "张伟", description = "Missing if the name was erased") Confidential name,
      @Schema(required = true, description = "The member in the leaves of the ledger")
          String pseudonym,
      @Schema(required = true, examples = "2026", implementation = String.class)
          ReportPeriod period,
      @Schema(required = true, examples = "2026-01-01") LocalDate from,
      @Schema(required = true, examples = "2026-12-31") LocalDate to,
      @Schema(required = true, examples = "4", description = "Number of these wishes")
          long fulfilled,
      @Schema(required = true, examples = "4", description = "Those that were never overdue")
          long onTime,
      @Schema(required = true) List<WorkView> wishes,
      @Schema(required = true, examples = "4711", description = "Size of the checkpoint's tree")
          long treeSize,
      @Schema(required = true, description = "Root hash of the checkpoint's tree, 64 hex digits")
          String rootHash,
      @Schema(required = true, description = "The signed checkpoint, with its cosignatures")
          String checkpoint,
      @Schema(
              examples = "https://wish.example.org/check#k=c&m=4C1B8ZP0QW9RT&p=2026",
              description =
                  "The address with which anybody can check the certificate in a browser; the page for"
                      + " print shows it as a QR code. The part after `#`, which browsers send to no"
                      + " server, has the salt of the ledger's commitment to the name."
                      + " Missing for more than 100 wishes")
          Confidential check) {

    public CertificateView {
      wishes = List.copyOf(wishes);
    }
  }

  @GET
  @Path("/totals")
  @Expensive
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getMyTotals",
      summary = "Reads the totals of the member's work",
      description =
          "For members: claimed, fulfilled and spent in a period and in all time, as claimant or as"
              + " participant.")
  @APIResponseSchema(value = TotalsView.class, responseDescription = "The totals")
  public Response totals(@BeanParam WorkQuery query, @BeanParam SeesEntry.After after) {
    return Answers.json(reports.totals(member(), period(query)));
  }

  @GET
  @Path("/duties")
  @Expensive
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getMyDuties",
      summary = "Reads what the member owes and did in a quarter",
      description =
          "For members: a member who was checked in with a community in the quarter owes a configured"
              + " number of services. A service is a wish that was fulfilled in the quarter with the"
              + " member's help.")
  @APIResponseSchema(value = DutyView.Own.class, responseDescription = "The duties")
  public Response duties(
      @BeanParam DutyResource.QuarterQuery query, @BeanParam SeesEntry.After after) {
    return Answers.json(owed.ofMember(member(), query.quarter(time.today())));
  }

  @GET
  @Path("/duties/{quarter}")
  @Expensive
  @Produces(MediaType.APPLICATION_JSON)
  @Problems({ProblemType.NOT_FOUND, ProblemType.NOT_YET_INTEGRATED})
  @Operation(
      operationId = "getMyFrozenDuties",
      summary = "Reads the member's record of duties for a past quarter",
      description =
          "For members, to show to the employer: what the member owed and did, as a ledger entry"
              + " froze it some days after the end of the quarter. What is recorded or corrected"
              + " later does not change it. 404 until then, and for members who were not checked"
              + " in.")
  @APIResponseSchema(value = DutyView.Frozen.class, responseDescription = "The record")
  public Response frozen(@BeanParam QuarterPath quarter, @Context UriInfo uri) {
    return Answers.json(owed.frozen(member(), quarter.quarter(), uri));
  }

  @GET
  @Path("/duties/{quarter}/spreadsheet")
  @Expensive
  @Produces(ImportFormat.XLSX_TYPE)
  @Problems({ProblemType.NOT_FOUND, ProblemType.NOT_YET_INTEGRATED})
  @Operation(
      operationId = "downloadMyFrozenDuties",
      summary = "Exports the member's record of duties for a past quarter as a spreadsheet",
      description = "The content of `getMyFrozenDuties`, with Chinese headings.")
  @APIResponse(
      responseCode = "200",
      description = "The workbook",
      content =
          @Content(
              mediaType = ImportFormat.XLSX_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response frozenSpreadsheet(@BeanParam QuarterPath quarter) {
    DutyView.Frozen view = owed.frozen(member(), quarter.quarter(), null);
    return Answers.workbook("duties-" + view.period(), out -> DutyRecord.write(view, out));
  }

  @GET
  @Path("/duties/{quarter}/page")
  @Expensive
  @Produces(MediaType.TEXT_HTML)
  @Problems({ProblemType.NOT_FOUND, ProblemType.NOT_YET_INTEGRATED})
  @Operation(
      operationId = "getMyFrozenDutiesPage",
      summary = "Reads the member's record of duties for a past quarter as a page for print",
      description =
          "The content of `getMyFrozenDuties`, in Chinese, on A4, with the address in `check` as a QR"
              + " code.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content =
          @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)))
  public Response frozenPage(@BeanParam QuarterPath quarter, @Context UriInfo uri) {
    return Answers.page(Documents.of(owed.frozen(member(), quarter.quarter(), uri)));
  }

  @GET
  @Path("/certificate")
  @Expensive
  @Produces(MediaType.APPLICATION_JSON)
  @Problems(ProblemType.NOT_YET_INTEGRATED)
  @Operation(
      operationId = "getMyCertificate",
      summary = "Reads the member's certificate",
      description =
          "For members: the wishes that were fulfilled with their help, each with the entries that"
              + " prove it, and a checkpoint that covers these entries.")
  @APIResponseSchema(value = CertificateView.class, responseDescription = "The certificate")
  public Response certificate(
      @BeanParam WorkQuery query, @BeanParam SeesEntry.After after, @Context UriInfo uri) {
    return Answers.json(reports.certificate(member(), period(query), uri));
  }

  @GET
  @Path("/certificate/page")
  @Expensive
  @Produces(MediaType.TEXT_HTML)
  @Problems(ProblemType.NOT_YET_INTEGRATED)
  @Operation(
      operationId = "getMyCertificatePage",
      summary = "Reads the member's certificate as a page for print",
      description =
          "The content of `getMyCertificate`, in Chinese, on A4, with the address in `check` as a QR"
              + " code.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content =
          @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING)))
  public Response page(
      @BeanParam WorkQuery query, @BeanParam SeesEntry.After after, @Context UriInfo uri) {
    return Answers.page(Documents.of(reports.certificate(member(), period(query), uri)));
  }

  private long member() {
    return caller.get().requireMember();
  }

  private ReportPeriod period(WorkQuery query) {
    LocalDate today = time.today();
    return ReportPeriod.begun(query.period, ReportPeriod.ofYear(today), "period", today);
  }
}
