package org.microwish.report;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import org.microwish.party.Organisation;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.statistics.AsOfView;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.transfer.ImportFormat;

/** HTTP resource for the yearly statement of an organisation. */
@Path("/api/v1/organisations/{id}/statement")
@Tag(name = "organisations")
@RolesAllowed({Role.Name.STEWARD, Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.ADMINISTRATOR})
@Problems(ProblemType.NOT_FOUND)
@SeesEntry(StatisticsProgress.class)
public class StatementResource {

  private final WorkReports reports;
  private final Organisations organisations;
  private final Transactions transactions;
  private final CurrentCaller caller;
  private final Time time;

  StatementResource(
      WorkReports reports,
      Organisations organisations,
      Transactions transactions,
      CurrentCaller caller,
      Time time) {
    this.reports = reports;
    this.organisations = organisations;
    this.transactions = transactions;
    this.caller = caller;
    this.time = time;
  }

  /** The query parameter that names the year of a statement. */
  public static class YearQuery {

    @QueryParam("year")
    @Parameter(
        description = "A year that has begun. Default: this year in Asia/Shanghai.",
        example = "2026",
        schema = @Schema(implementation = String.class, pattern = "^(19|20)[0-9]{2}$"))
    ReportPeriod year;
  }

  /** What an organisation and its members did in a year. */
  @Schema(
      name = "OrganisationStatement",
      description = "What an organisation and its members did in a year.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StatementView(
      @Schema(required = true) AsOfView asOf,
      @Schema(
              required = true,
              description = "Root hash of the tree of the leaves counted, 64 hex digits")
          String rootHash,
      @Schema(required = true) Id organisationId,
      @Schema(required = true, examples = "梅影社区党委") String name,
      @Schema(required = true, examples = "2026") int year,
      @Schema(required = true) WorkView.Totals total,
      @Schema(required = true, description = "The totals of the year before")
          WorkView.Totals before,
      @Schema(required = true, examples = "0", description = "Wishes that are overdue now")
          long overdue,
      @Schema(required = true, description = "The twelve months") List<Month> months,
      @Schema(required = true, description = "The wishes whose work began or ended in the year")
          List<WorkView> wishes) {

    public StatementView {
      months = List.copyOf(months);
      wishes = List.copyOf(wishes);
    }
  }

  /** The totals of a month. */
  @Schema(name = "StatementMonth", description = "The totals of a month.")
  public record Month(
      @Schema(required = true, examples = "2026-03") String month,
      @Schema(required = true) WorkView.Totals total) {}

  @GET
  @Expensive
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "getStatement",
      summary = "Reads the yearly statement of an organisation",
      description =
          "Allowed for the organisation's steward, and for operators, auditors and administrators"
              + " of its division: what the organisation and its members claimed, fulfilled and"
              + " spent in a year, by month, and each wish with the entries that prove it.")
  @APIResponseSchema(value = StatementView.class, responseDescription = "The statement")
  public Response statement(
      @PathParam("id") Id id, @BeanParam YearQuery query, @BeanParam SeesEntry.After after) {
    return Answers.json(view(id, query.year));
  }

  @GET
  @Path("/spreadsheet")
  @Expensive(Expensive.Kind.EXPORT)
  @Produces(ImportFormat.XLSX_TYPE)
  @Operation(
      operationId = "downloadStatement",
      summary = "Exports the yearly statement of an organisation as a spreadsheet",
      description = "The same figures as `getStatement`, with Chinese headings.")
  @APIResponse(
      responseCode = "200",
      description = "The workbook",
      content =
          @Content(
              mediaType = ImportFormat.XLSX_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response spreadsheet(
      @PathParam("id") Id id, @BeanParam YearQuery query, @BeanParam SeesEntry.After after) {
    StatementView statement = view(id, query.year);
    return Answers.workbook(
        "statement-" + id + "-" + statement.year(), out -> StatementBook.write(statement, out));
  }

  private StatementView view(Id id, ReportPeriod year) {
    LocalDate today = time.today();
    if (year != null && year.months() != 12) {
      throw ProblemException.invalid(FieldError.query("year", FieldFault.INVALID_FORMAT));
    }
    ReportPeriod period = ReportPeriod.begun(year, ReportPeriod.ofYear(today), "year", today);
    Organisation organisation =
        transactions.call(
            () -> organisations.find(id.value()).orElseThrow(ProblemType.NOT_FOUND::exception));
    WorkReports.requireReader(caller.get(), organisation);
    return reports.statement(organisation, period);
  }
}
