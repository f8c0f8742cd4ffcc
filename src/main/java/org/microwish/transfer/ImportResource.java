package org.microwish.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.login.staff.Staff.RecordedStaff;
import org.microwish.party.DivisionCode;
import org.microwish.party.DivisionLevel;
import org.microwish.party.Divisions;
import org.microwish.party.NationalDivisions;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Sha256;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.StepUp;
import org.microwish.platform.http.StepUpCheck;
import org.microwish.platform.http.WellFormed;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.idempotency.ShownOnce;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * HTTP resource for imports. Longer than 400 lines because half of them are OpenAPI annotations.
 */
@Path("/api/v1/imports")
@Tag(name = "imports", description = "Bulk imports of files")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {

  /** Maximum number of invitations in one response. */
  private static final int INVITATIONS = 100;

  private final ImportService service;
  private final Divisions divisions;
  private final NationalDivisions national;
  private final StepUpCheck stepUp;
  private final CurrentCaller caller;
  private final Commands commands;
  private final Transactions transactions;

  ImportResource(
      ImportService service,
      Divisions divisions,
      NationalDivisions national,
      StepUpCheck stepUp,
      CurrentCaller caller,
      Commands commands,
      Transactions transactions) {
    this.service = service;
    this.divisions = divisions;
    this.national = national;
    this.stepUp = stepUp;
    this.caller = caller;
    this.commands = commands;
    this.transactions = transactions;
  }

  @POST
  @Problems({ProblemType.IDEMPOTENCY_KEY_REQUIRED, ProblemType.STEP_UP_REQUIRED})
  @Consumes({ImportFormat.CSV_TYPE, ImportFormat.NDJSON_TYPE, ImportFormat.XLSX_TYPE})
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "createImport",
      summary = "Imports a file",
      description =
          "Administrators import DIVISIONS, ACCOUNTS, ORGANISATIONS, MEMBERS and CHECK_INS of their"
              + " subtree; operators all kinds but the first two; partners WISHES, and with the scope"
              + " `imports:party` ORGANISATIONS and MEMBERS. A file has"
              + " at most 50,000 rows: CSV in UTF-8 or GB18030, the first sheet of an XLSX workbook,"
              + " or NDJSON with one object per line. `downloadImportTemplate` has the columns of"
              + " each kind; headings may be their names or the Chinese headings, and values codes"
              + " or Chinese labels, also as `downloadSpreadsheet` writes them. Rows above the"
              + " headings, such as a title, are skipped; an unknown heading is refused."
              + " The first column identifies the row, in most kinds by `externalKey`: a row is"
              + " skipped if a row with that key was imported before in the same street (or by the"
              + " same partner). Faulty rows are listed by `listImportErrors`, each with all its"
              + " faults; the others are imported. With `dryRun` nothing is imported, and the"
              + " report is the same as without, but does not see that earlier rows fill a group or"
              + " bring a claimant to the maximum of live claims, or that two rows name a"
              + " subject in different ways. Other columns that end in `Key`, such as"
              + " `organisationKey`, refer to rows of earlier imports in the same street or in a"
              + " division around it; `parentKey` also to an earlier row of the same file. ACCOUNTS"
              + " needs step-up; `inviteImportedStaff` then invites the owners. HISTORY is a past"
              + " ledger (台账) with one row for each claim: all rows of a wish are imported"
              + " together or not at all, with their money, which must balance. CLAIMS are claims"
              + " made on paper on published wishes. Both record on behalf of those who acted.")
  @RequestBody(
      content = {
        @Content(
            mediaType = ImportFormat.CSV_TYPE,
            schema = @Schema(implementation = String.class),
            examples =
                @ExampleObject(
                    name = "members",
                    value =
                        """
                        externalKey,organisationKey,name,phone,kind
                        M-0001,ZB-01,陈样例,13900000001,COMMUNITY
                        """)),
        @Content(
            mediaType = ImportFormat.NDJSON_TYPE,
            schema = @Schema(implementation = String.class),
            examples =
                @ExampleObject(
                    name = "wishes",
                    value =
                        "{\"externalKey\":\"W-1\",\"kind\":\"WISH\",\"category\":\"GOODS\","
                            + "\"division\":\"440104013001\",\"title\":\"想要一把轮椅\"}\n")),
        @Content(
            mediaType = ImportFormat.XLSX_TYPE,
            schema = @Schema(type = SchemaType.STRING, format = "binary"))
      })
  @APIResponseSchema(
      value = ImportView.class,
      responseCode = "202",
      responseDescription = "The file is stored; Location is the address of the import's progress")
  public Response create(
      @QueryParam("kind") @NotNull ImportKind kind,
      @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
      @QueryParam("division")
          @Parameter(
              description =
                  "Code or path of the street whose keys the file uses; for administrators of more"
                      + " than a street, so that the street's operators find the rows. Default: the"
                      + " caller's division")
          String division,
      @NotNull byte[] content,
      @Context HttpHeaders headers) {
    Caller who = caller.get();
    if (headers.getMediaType() == null) {
      throw ProblemType.UNSUPPORTED_MEDIA_TYPE.exception();
    }
    if (kind == ImportKind.ACCOUNTS) {
      stepUp.require();
    }
    ImportFormat format = ImportFormat.of(headers.getMediaType().toString());
    int rows = service.count(who, kind, format, content);
    // Calls Commands instead of using @Creates, because the request's hash must cover the media
    // type, and covers the file by its SHA-256 only.
    return commands.create(
        who,
        "createImport",
        headers,
        List.of(kind, format, dryRun, Objects.requireNonNullElse(division, ""), sha256(content)),
        () -> {
          ImportJob job =
              service.begin(who, kind, format, dryRun, place(who, division), content, rows);
          return Answer.accepted("/imports/" + Id.text(job.id), ImportView.of(job));
        });
  }

  /**
   * Returns the path of the division that the parameter names; null if it names none. Throws
   * FORBIDDEN unless the division is in the caller's subtree.
   */
  private String place(Caller who, String division) {
    String path = divisions.subtree(division, "division");
    if (path != null && !who.includes(path)) {
      throw Caller.forbidden();
    }
    return path;
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(Sha256.of(content));
  }

  @GET
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "listImports",
      summary = "Lists the caller's imports",
      description = "The imports that the account created, the newest first.")
  public Page<ImportView> list(
      @QueryParam("kind") ImportKind kind,
      @QueryParam("state") ImportJob.State state,
      @BeanParam PageQuery page) {
    Caller who = caller.get();
    return transactions.call(() -> service.list(who, kind, state, page).map(ImportView::of));
  }

  @GET
  @Path("/templates/{kind}")
  @Produces(ImportFormat.XLSX_TYPE)
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "downloadImportTemplate",
      summary = "Downloads the workbook to fill in for a kind of import",
      description =
          "Its first sheet has the headings, the second explains the columns. The template of"
              + " DIVISIONS with `division` contains that division, its ancestors and all divisions"
              + " below it, with their names in the national list.")
  @APIResponse(
      responseCode = "200",
      description = "The workbook",
      content =
          @Content(
              mediaType = ImportFormat.XLSX_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response template(
      @PathParam("kind") ImportKind kind,
      @QueryParam("division")
          @WellFormed(DivisionCode.Form.class)
          @Parameter(description = "Code of a county or street, only for DIVISIONS")
          String division) {
    List<List<String>> rows = division == null ? List.of() : official(kind, division);
    StreamingOutput file = out -> ImportTemplate.write(kind, rows, out);
    return Response.ok(file, ImportFormat.XLSX_TYPE)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + kind.name().toLowerCase(Locale.ROOT) + ".xlsx\"")
        .build();
  }

  private List<List<String>> official(ImportKind kind, String division) {
    DivisionCode code = DivisionCode.parse(division);
    if (kind != ImportKind.DIVISIONS || code.level().compareTo(DivisionLevel.COUNTY) < 0) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    return national.around(code).stream()
        .map(one -> List.of(one.code(), one.name(), String.valueOf(NationalDivisions.YEAR)))
        .toList();
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "getImport",
      summary = "Reads the progress of an import",
      description = "Allowed for the account that created it.")
  public ImportView get(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(() -> ImportView.of(service.require(who, id.value())));
  }

  @GET
  @Path("/{id}/rows")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "listImportRows",
      summary = "Lists the ids of the imported rows, by row",
      description =
          "Allowed for the account that created the import. Every row that was imported, or skipped"
              + " because it was imported before, with the id of its record; `listImportErrors` has"
              + " the other rows. All rows of one wish of HISTORY have its id. Empty after a dry run,"
              + " for DIVISIONS, whose code is their id, and for imports of earlier releases.")
  public Page<ImportedRow.View> rows(@PathParam("id") Id id, @BeanParam PageQuery page) {
    Caller who = caller.get();
    Filters filters = Filters.of("import", id + "/rows");
    int after = page.after(filters).map(cursor -> (int) cursor.number(0)).orElse(0);
    return transactions.call(
        () ->
            Page.of(
                service.rows(service.require(who, id.value()), after, page.fetch()),
                page,
                filters,
                ImportedRow::view,
                row -> Cursor.at(row.row())));
  }

  @GET
  @Path("/{id}/errors")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "listImportErrors",
      summary = "Lists the errors in the rows of an import, by row",
      description =
          "Allowed for the account that created the import. A row is listed with all faults"
              + " that can be found without other rows; `row` is its number in a spreadsheet"
              + " program.")
  public Page<ImportFault.View> errors(
      @PathParam("id") Id id, @BeanParam PageQuery page, @Context HttpHeaders headers) {
    return faults(id, false, page, headers);
  }

  @GET
  @Path("/{id}/duplicates")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "listImportDuplicates",
      summary = "Lists the rows of an import that may be duplicates, by row",
      description =
          "Allowed for the account that created the import. These rows were imported: a wish of the"
              + " community, or an earlier row of the file, has the same resident, telephone number"
              + " or title. `getWish` points out which. Their code is POSSIBLE_DUPLICATE.")
  public Page<ImportFault.View> duplicates(
      @PathParam("id") Id id, @BeanParam PageQuery page, @Context HttpHeaders headers) {
    return faults(id, true, page, headers);
  }

  private Page<ImportFault.View> faults(
      Id id, boolean similar, PageQuery page, HttpHeaders headers) {
    Caller who = caller.get();
    Language language = Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    Filters filters = Filters.of("import", id + (similar ? "/duplicates" : ""));
    Cursor after = page.after(filters).orElse(Cursor.at(0, 0));
    return transactions.call(
        () -> {
          ImportJob job = service.require(who, id.value());
          return Page.of(
              service.faults(
                  job, (int) after.number(0), (int) after.number(1), similar, page.fetch()),
              page,
              filters,
              fault -> fault.view(job.kind, language),
              fault -> Cursor.at(fault.row(), fault.seq()));
        });
  }

  /** The response with the invitations to accounts of an import. */
  @Schema(
      description =
          "The invitations that this request issued. If there are 100, send another request for the"
              + " rest.")
  public record ImportInvitations(@Schema(required = true) List<Invited> items)
      implements ShownOnce {

    /** The invitation of one account. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "InvitedStaff", description = "An account and its invitation.")
    public record Invited(
        Id accountId,
        String loginName,
        @Schema(
                description =
                    "Hand it over in person. It is shown only in the first response, and cannot be"
                        + " read later")
            Confidential code,
        Instant expiresAt) {}

    static ImportInvitations of(List<RecordedStaff> invited) {
      return new ImportInvitations(
          invited.stream()
              .map(
                  one ->
                      new Invited(
                          new Id(one.recorded().account().id),
                          one.loginName(),
                          new Confidential(one.invitation().code().text()),
                          one.invitation().expiresAt()))
              .toList());
    }

    @Override
    public ImportInvitations withoutSecret() {
      return new ImportInvitations(
          items.stream()
              .map(one -> new Invited(one.accountId, one.loginName, null, one.expiresAt))
              .toList());
    }
  }

  @POST
  @Path("/{id}/invitations")
  @Idempotent
  @Audited(SecurityEvent.ACCOUNT)
  @StepUp
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Operation(
      operationId = "inviteImportedStaff",
      summary = "Invites the owners of accounts that an import has recorded",
      description =
          "Issues invitations for at most 100 accounts of an import of ACCOUNTS that have neither a"
              + " password nor a valid invitation. The codes are shown only once. For a lost code"
              + " use inviteStaff. Each account has a ledger entry.")
  @Problems(ProblemType.ACCOUNT_STATE_CONFLICT)
  public ImportInvitations invite(@PathParam("id") Id id) {
    return ImportInvitations.of(service.invite(caller.get(), id.value(), INVITATIONS));
  }
}
