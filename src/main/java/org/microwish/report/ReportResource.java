package org.microwish.report;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.SeesEntry;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Time;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.report.PeriodReports.Question;
import org.microwish.statistics.BreakdownLevel;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.transfer.ImportFormat;

/** HTTP resource for the reports of a month, a quarter or a year, for staff. */
@Path("/api/v1/statistics/report")
@Tag(name = "statistics")
@RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.ADMINISTRATOR})
@SeesEntry(StatisticsProgress.class)
public class ReportResource {

  private final PeriodReports reports;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;
  private final Time time;

  ReportResource(
      PeriodReports reports,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller,
      Time time) {
    this.reports = reports;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
    this.time = time;
  }

  /** The query parameters of a report. */
  public static class ReportQuery {

    @QueryParam("period")
    @Parameter(
        description =
            "A month (`2026-03`), a quarter (`2026-Q1`) or a year (`2026`) that has begun. Default:"
                + " the current month in Asia/Shanghai.",
        example = "2026-03",
        schema = @Schema(implementation = String.class, pattern = ReportPeriod.FORM))
    ReportPeriod period;

    @QueryParam("division")
    @Parameter(
        description =
            "Code or path of a division in the caller's subtree, not below a community. Default:"
                + " the caller's division.",
        example = "440104013000")
    String division;

    @QueryParam("kind")
    @Parameter(
        description = "Counts only wishes of this kind.",
        schema = @Schema(implementation = CountedKind.class))
    CountedKind kind;

    @QueryParam("level")
    @Parameter(
        description =
            "The level of the lines by division. Default: the level directly below the division.",
        example = "COMMUNITY")
    BreakdownLevel level;

    @QueryParam("by")
    @Parameter(
        description =
            "The only dimension with lines. Default: all. More than 5,000 lines of one dimension"
                + " are refused.",
        example = "CATEGORY")
    ReportDimension by;
  }

  @GET
  @Expensive
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getPeriodReport",
      summary = "Reads the report of a month, a quarter or a year",
      description =
          "Allowed for operators, auditors and administrators, for their division and below:"
              + " received, in review, published, claimed, fulfilled, on time and overdue, with"
              + " rates and the period before, in total and by each dimension, with lines whose"
              + " figures are 0. Names the tree size and the root hash of the leaves counted.")
  @APIResponseSchema(value = ReportView.class, responseDescription = "The report")
  public Response report(@BeanParam ReportQuery query, @BeanParam SeesEntry.After after) {
    return Answers.json(reports.report(question(query)));
  }

  @GET
  @Path("/spreadsheet")
  @Expensive(Expensive.Kind.EXPORT)
  @Produces(ImportFormat.XLSX_TYPE)
  @Operation(
      operationId = "downloadPeriodReport",
      summary = "Exports the report of a month, a quarter or a year as a spreadsheet",
      description =
          "The same figures as `getPeriodReport`, with Chinese headings: one sheet that names the"
              + " period, the division, the tree size and the root hash, and one for each"
              + " dimension.")
  @APIResponse(
      responseCode = "200",
      description = "The workbook",
      content =
          @Content(
              mediaType = ImportFormat.XLSX_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response spreadsheet(@BeanParam ReportQuery query, @BeanParam SeesEntry.After after) {
    ReportView report = reports.report(question(query));
    return Answers.workbook("report-" + report.period(), out -> ReportBook.write(report, out));
  }

  private Question question(ReportQuery query) {
    LocalDate today = time.today();
    ReportPeriod period =
        ReportPeriod.begun(query.period, ReportPeriod.ofMonth(today), "period", today);
    String division = transactions.call(() -> subtree(caller.get(), query.division));
    if (query.by == ReportDimension.MONTH && period.months() == 1) {
      throw ProblemException.invalid(FieldError.query("by", FieldFault.NOT_ALLOWED));
    }
    BreakdownLevel level = query.level == null ? PeriodReports.below(division) : query.level;
    return new Question(period, division, query.kind, level, query.by, today);
  }

  /**
   * Returns the path of the requested division, or of the caller's division if none is requested.
   * Throws FORBIDDEN if the caller's subtree does not contain it.
   */
  private String subtree(Caller who, String division) {
    String path =
        division == null
            ? who.divisionPath() == null ? "" : who.divisionPath()
            : divisions.subtree(division, "division");
    if (!who.includes(path)) {
      throw Caller.forbidden();
    }
    if (!DivisionCode.publicPath(path).equals(path)) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    return path;
  }
}
