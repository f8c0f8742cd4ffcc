package org.microwish.transfer;

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
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.Sha256;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for imports. */
@Path("/api/v1/imports")
@Tag(name = "imports", description = "Bulk imports of files")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {

  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";

  private final ImportService service;
  private final CurrentCaller caller;
  private final Commands commands;
  private final Transactions transactions;

  ImportResource(
      ImportService service, CurrentCaller caller, Commands commands, Transactions transactions) {
    this.service = service;
    this.caller = caller;
    this.commands = commands;
    this.transactions = transactions;
  }

  @POST
  @Problems(ProblemType.IDEMPOTENCY_KEY_REQUIRED)
  @Consumes({CSV, NDJSON})
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "createImport",
      summary = "Imports a file",
      description =
          "Allowed for operators; for administrators only with the kind ORGANISATIONS, for partners"
              + " only with WISHES. The file is UTF-8 and has at most 50,000 rows. CSV has a header"
              + " line, NDJSON one JSON object per line; both have the same columns. An unknown CSV"
              + " column is refused with a list of the allowed ones. `externalKey` identifies the"
              + " row: a row is skipped if the same partner, or an operator or administrator of the"
              + " same division, imported a row of this kind with that key before. Faulty rows are"
              + " listed by `listImportErrors`; the others are imported. With `dryRun` the rows are"
              + " only checked. Other columns that end in `Key`, such as `organisationKey` and"
              + " `memberKey`, refer to rows of earlier imports; `parentKey` can also refer to an"
              + " earlier row of the same file.")
  @RequestBody(
      content = {
        @Content(
            mediaType = CSV,
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
            mediaType = NDJSON,
            schema = @Schema(implementation = String.class),
            examples =
                @ExampleObject(
                    name = "wishes",
                    value =
                        "{\"externalKey\":\"W-1\",\"kind\":\"WISH\",\"category\":\"GOODS\","
                            + "\"division\":\"440104013001\",\"title\":\"想要一把轮椅\"}\n"))
      })
  @APIResponseSchema(
      value = ImportView.class,
      responseCode = "202",
      responseDescription = "The file is stored; Location is the address of the import's progress")
  public Response create(
      @QueryParam("kind") @NotNull ImportKind kind,
      @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
      @NotNull byte[] content,
      @Context HttpHeaders headers) {
    Caller who = caller.get();
    if (headers.getMediaType() == null) {
      throw ProblemType.UNSUPPORTED_MEDIA_TYPE.exception();
    }
    ImportFormat format = ImportFormat.of(headers.getMediaType().toString());
    // Calls Commands instead of using @Creates, because the request's hash must cover the media
    // type, and covers the file by its SHA-256 only.
    return commands.create(
        who,
        "createImport",
        headers,
        List.of(kind, format, dryRun, sha256(content)),
        () -> {
          ImportJob job = service.begin(who, kind, format, dryRun, content);
          return Answer.accepted("/imports/" + Id.text(job.id), ImportView.of(job));
        });
  }

  private static String sha256(byte[] content) {
    return HexFormat.of().formatHex(Sha256.of(content));
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
  @Path("/{id}/errors")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "listImportErrors",
      summary = "Lists the errors in the rows of an import, by row",
      description =
          "Allowed for the account that created the import. Rows count from 1, without the CSV"
              + " header.")
  public Page<RowFault> errors(@PathParam("id") Id id, @BeanParam PageQuery page) {
    return faults(id, false, page);
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
  public Page<RowFault> duplicates(@PathParam("id") Id id, @BeanParam PageQuery page) {
    return faults(id, true, page);
  }

  private Page<RowFault> faults(Id id, boolean similar, PageQuery page) {
    Caller who = caller.get();
    Filters filters = Filters.of("import", id + (similar ? "/duplicates" : ""));
    Cursor after = page.after(filters).orElse(Cursor.at(0, 0));
    return transactions.call(
        () ->
            Page.of(
                service.faults(
                    service.require(who, id.value()),
                    (int) after.number(0),
                    (int) after.number(1),
                    similar,
                    page.fetch()),
                page,
                filters,
                fault -> fault,
                fault -> Cursor.at(fault.row(), fault.seq())));
  }
}
