package org.microwish.rights;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** Legal holds over HTTP. */
@Path("/api/v1/holds")
@Tag(name = "rights")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HoldResource {

  private final Holds holds;
  private final Exports exports;
  private final Commands commands;
  private final Transactions transactions;
  private final CurrentCaller caller;

  HoldResource(
      Holds holds,
      Exports exports,
      Commands commands,
      Transactions transactions,
      CurrentCaller caller) {
    this.holds = holds;
    this.exports = exports;
    this.commands = commands;
    this.transactions = transactions;
    this.caller = caller;
  }

  /**
   * Whose values are to be kept, and why.
   *
   * @param reason kept in the vault
   */
  @Schema(name = "HoldRequest", description = "Whose values are to be kept, and why.")
  public record Request(
      @NotNull Holds.Holdable type,
      @NotNull Id id,
      @NotNull @Text(min = 1, max = 500, lines = true) String reason) {

    @Override
    public String toString() {
      return "Request[" + type + " " + id + "]";
    }
  }

  /** Why a hold is released. */
  @Schema(name = "HoldRelease")
  public record Release(@NotNull @Text(min = 1, max = 500, lines = true) String reason) {

    @Override
    public String toString() {
      return "Release";
    }
  }

  /** For whom what is kept is read. */
  @Schema(name = "HoldExportRequest")
  public record ExportRequest(@NotNull @Text(min = 1, max = 500, lines = true) String reason) {

    @Override
    public String toString() {
      return "ExportRequest";
    }
  }

  /** A hold. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Hold", description = "A legal hold; why stands in the vault only.")
  public record HoldView(
      @Schema(required = true) Id id,
      @Schema(required = true) long version,
      @Schema(required = true) Holds.Holdable type,
      @Schema(required = true) Id subjectId,
      @Schema(required = true) boolean live,
      @Schema(required = true) Instant placedAt,
      Instant releasedAt,
      LedgerReceipt ledger) {

    static HoldView of(LegalHold hold, LedgerReceipt receipt) {
      return new HoldView(
          new Id(hold.id),
          hold.version,
          Holds.Holdable.valueOf(hold.subjectType.name()),
          new Id(hold.subjectId),
          hold.liveKey != null,
          hold.placedAt,
          hold.releasedAt,
          receipt);
    }
  }

  /** For the contract: a page of holds. */
  public record HoldPage(List<HoldView> items, String nextCursor) {}

  @POST
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Problems({ProblemType.NOT_FOUND, ProblemType.ALREADY_EXISTS, ProblemType.PERSONAL_DATA_ERASED})
  @Operation(
      operationId = "placeHold",
      summary = "Keeps somebody's values from erasure and from every use",
      description =
          "Where a statutory period or a dispute demands it. Reads and commands of the wish or"
              + " member answer UNDER_LEGAL_HOLD until it is released; lists leave it out.")
  @APIResponseSchema(value = HoldView.class, responseCode = "201", responseDescription = "Placed")
  public Response place(@NotNull @Valid Request request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return commands.create(
        who,
        "placeHold",
        headers,
        request,
        () -> {
          Holds.Recorded placed =
              holds.place(who, request.type().of(request.id().value()), request.reason());
          return Answer.created(
              "/holds/" + Id.text(placed.hold().id), HoldView.of(placed.hold(), placed.ledger()));
        });
  }

  @GET
  @RolesAllowed({Role.Name.ADMINISTRATOR, Role.Name.AUDITOR})
  @Operation(operationId = "listHolds", summary = "Lists legal holds, oldest first")
  @APIResponseSchema(value = HoldPage.class, responseDescription = "A page of holds")
  public Response list(
      @QueryParam("live") Boolean live, @BeanParam PageQuery page, @Context UriInfo uri) {
    Caller who = caller.get();
    return Responses.page(
        uri,
        transactions.call(() -> holds.list(who, live, page)).map(hold -> HoldView.of(hold, null)));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Role.Name.ADMINISTRATOR, Role.Name.AUDITOR})
  @Operation(operationId = "getHold", summary = "Reads a legal hold")
  public HoldView get(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(() -> HoldView.of(holds.require(who, id.value()), null));
  }

  @POST
  @Path("/{id}/release")
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Problems(ProblemType.ALREADY_ENDED)
  @Operation(operationId = "releaseHold", summary = "Releases a legal hold")
  @APIResponseSchema(value = HoldView.class, responseDescription = "Released")
  public Response release(
      @PathParam("id") Id id, @NotNull @Valid Release request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return commands.run(
        who,
        "releaseHold",
        headers,
        List.of(id, request),
        () -> {
          Holds.Recorded released = holds.release(who, id.value(), request.reason());
          return Answer.ok(HoldView.of(released.hold(), released.ledger()));
        });
  }

  @POST
  @Path("/{id}/exports")
  @RolesAllowed(Role.Name.AUDITOR)
  @Operation(
      operationId = "exportHold",
      summary = "Reads what a live legal hold keeps",
      description =
          "By an auditor of the division, for the court or authority that asked: the one use that"
              + " is left. Each reading is an entry on the ledger.")
  @APIResponseSchema(
      value = Exports.Document.class,
      responseCode = "201",
      responseDescription = "What is kept")
  @Problems(ProblemType.ALREADY_ENDED)
  public Response export(
      @PathParam("id") Id id, @NotNull @Valid ExportRequest request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    Response recorded =
        commands.create(
            who,
            "exportHold",
            headers,
            List.of(id, request),
            () -> {
              LegalHold hold = holds.require(who, id.value());
              if (hold.liveKey == null) {
                throw ProblemType.ALREADY_ENDED.exception();
              }
              return exports.recordHeld(who, hold, request.reason());
            });
    return exports.answer(
        recorded,
        () -> exports.one(transactions.call(() -> holds.require(who, id.value())).subject()));
  }
}
