package org.microwish.transfer;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Separator;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Time;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/** HTTP resource that exports the 台账 as a spreadsheet, for staff. */
@Path("/api/v1/ledger/spreadsheet")
@Tag(name = "ledger")
public class SpreadsheetResource {

  private final SheetReader reader;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  SpreadsheetResource(
      SheetReader reader, Divisions divisions, Transactions transactions, CurrentCaller caller) {
    this.reader = reader;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @Expensive(Expensive.Kind.EXPORT)
  @RolesAllowed({Role.Name.AUDITOR, Role.Name.OPERATOR})
  @Produces(ImportFormat.XLSX_TYPE)
  @Operation(
      operationId = "downloadSpreadsheet",
      summary = "Exports the ledger (工作台账) of a division as a spreadsheet",
      description =
          "Allowed for operators and auditors, for their division and below. One row for each claim"
              + " that a wish ever had, or one row for a wish without claims, sorted by division."
              + " Budget, beneficiaries, files and remarks of the wish itself are in its first row"
              + " only, so that sums are correct. Auditors see the community instead of a grid or"
              + " building. Names and telephone numbers are masked; title and"
              + " content are the public texts. Leaf index and hash are those of the entry that"
              + " last changed the wish. The file is streamed; after 1,000,000 rows another sheet"
              + " begins.")
  @APIResponse(
      responseCode = "200",
      description = "The workbook",
      content =
          @Content(
              mediaType = ImportFormat.XLSX_TYPE,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Response download(
      @QueryParam("division")
          @Parameter(
              description =
                  "Code or path of a division in the caller's subtree; for auditors, not below a"
                      + " community. Default: the caller's division")
          String division,
      @QueryParam("kind") WishKind kind,
      @QueryParam("state") @Separator(",") List<WishState> states,
      @QueryParam("from")
          @Parameter(description = "First day of the wish's creation (Asia/Shanghai)")
          LocalDate from,
      @QueryParam("to") @Parameter(description = "Last day of the wish's creation (Asia/Shanghai)")
          LocalDate to) {
    if (from != null && to != null && to.isBefore(from)) {
      throw ProblemException.invalid(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    Caller who = caller.get();
    SheetReader.Filter filter =
        SheetReader.Filter.of(
            transactions.call(() -> subtree(who, division)),
            !who.is(Role.AUDITOR),
            kind,
            states,
            from == null ? null : start(from),
            to == null ? null : start(to.plusDays(1)));
    StreamingOutput file = out -> write(filter, out);
    return Response.ok(file, ImportFormat.XLSX_TYPE)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"ledger.xlsx\"")
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .build();
  }

  /**
   * Writes all pages to the workbook. If reading or writing fails, the workbook is not finished, so
   * that it cannot be mistaken for a complete one.
   */
  private void write(SheetReader.Filter filter, OutputStream out) throws IOException {
    SheetWriter<SheetRow> sheet =
        new SheetWriter<>(out, "工作台账", SheetColumns.ALL, SheetWriter.MAX_ROWS);
    Future<SheetReader.Page> ahead = readAhead(filter, null);
    for (SheetReader.Page page = taken(ahead); page.last() != null; page = taken(ahead)) {
      ahead = readAhead(filter, page.last());
      for (SheetRow row : page.rows()) {
        sheet.add(row);
      }
      sheet.flush();
    }
    sheet.finish();
  }

  /**
   * Reads a page while the previous one is written. Uses its own transaction, because a slow client
   * must not hold a connection. Uses a new thread: in a shared pool, all threads could be busy
   * writing sheets, with none left to read pages.
   */
  private Future<SheetReader.Page> readAhead(SheetReader.Filter filter, SheetQueries.Key after) {
    return CompletableFuture.supplyAsync(
        () -> transactions.call(() -> reader.read(filter, after)), Thread::startVirtualThread);
  }

  private static SheetReader.Page taken(Future<SheetReader.Page> ahead)
      throws InterruptedIOException {
    try {
      return ahead.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading the sheet");
    }
  }

  /**
   * Returns the path of the requested division, or of the caller's division if none is requested.
   * Throws FORBIDDEN if the division is outside the caller's subtree, and VALIDATION_FAILED if an
   * auditor names a grid or building.
   */
  private String subtree(Caller who, String division) {
    String path = division == null ? who.divisionPath() : divisions.subtree(division, "division");
    if (!who.covers(path)) {
      throw Caller.forbidden();
    }
    if (division != null && who.is(Role.AUDITOR) && !DivisionCode.publicPath(path).equals(path)) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    return path;
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(Time.ZONE).toInstant();
  }
}
