package org.microwish.privacy;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.caller.TokenContent;
import org.microwish.platform.Id;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * HTTP resource for the data-protection officer's report of readings of unmasked personal values.
 */
@Path("/api/v1/personal-reads")
@Tag(name = "rights")
@Produces(MediaType.APPLICATION_JSON)
public class PersonalReadResource {

  private final ReadLog log;
  private final Transactions transactions;
  private final CurrentCaller caller;

  PersonalReadResource(ReadLog log, Transactions transactions, CurrentCaller caller) {
    this.log = log;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** One reading of personal values, as the report shows it. */
  @Schema(
      name = "PersonalRead",
      description =
          "A reading of other people's unmasked personal values. The values are not stored here.")
  public record ReadView(
      @Schema(required = true, description = "The ledger entry that records the reading")
          Id entryId,
      @Schema(required = true) Instant readAt,
      @Schema(required = true, description = "The account that read") String account,
      @Schema(required = true) Role role,
      @Schema(required = true) PersonalRead.Kind kind,
      @Schema(required = true) ReadPurpose purpose,
      @Schema(
              required = true,
              examples = "3",
              description =
                  "FIELDS: the fields of one subject, or the members whose names a steward read;"
                      + " OPENINGS: the leaves opened; SEARCH: the subjects found")
          int items) {

    static ReadView of(PersonalRead row) {
      return new ReadView(
          new Id(row.entryId), row.readAt, row.account, row.role, row.kind, row.purpose, row.items);
    }
  }

  @GET
  @RolesAllowed({Role.Name.ADMINISTRATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "listPersonalReads",
      summary = "Lists who read unmasked personal data, newest first",
      description =
          "The report of the data-protection officer, for administrators and auditors of the"
              + " division: openings, contacts and exports of others' data, each with its purpose.")
  public Page<ReadView> list(
      @QueryParam("account")
          @Pattern(regexp = TokenContent.ACCOUNT)
          @Parameter(description = "The account that read")
          String account,
      @QueryParam("kind") PersonalRead.Kind kind,
      @QueryParam("from") @Parameter(description = "The first day (Asia/Shanghai)") LocalDate from,
      @QueryParam("to") @Parameter(description = "The last day") LocalDate to,
      @BeanParam PageQuery page) {
    if (from != null && to != null && to.isBefore(from)) {
      throw ProblemException.invalid(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    Caller who = caller.get();
    return transactions.call(() -> log.list(who, account, kind, from, to, page).map(ReadView::of));
  }
}
