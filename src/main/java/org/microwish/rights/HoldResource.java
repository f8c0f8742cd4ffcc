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
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.StepUp;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.limits.Limited;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for legal holds. */
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
   * A request to place a hold.
   *
   * @param reason the reason in words; stored in the vault
   */
  @Schema(name = "HoldRequest", description = "The record to hold, and the reason.")
  public record Request(
      @NotNull Holds.Holdable type,
      @NotNull Id id,
      @NotNull @Text(min = 1, max = 500, lines = true) Confidential reason) {}

  /** A request to release a hold, with the reason. */
  @Schema(name = "HoldRelease")
  public record Release(@NotNull @Text(min = 1, max = 500, lines = true) Confidential reason) {}

  /** A request to read the values under a hold; the reason names the court or authority. */
  @Schema(name = "HoldExportRequest")
  public record ExportRequest(
      @NotNull @Text(min = 1, max = 500, lines = true) Confidential reason) {}

  /** A legal hold, without its reason. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Hold", description = "A legal hold. Its reason is stored only in the vault.")
  public record HoldView(
      @Schema(required = true) Id id,
      @Schema(required = true) long version,
      @Schema(required = true) Holds.Holdable type,
      @Schema(required = true) Id subjectId,
      @Schema(required = true) boolean live,
      @Schema(required = true) Instant placedAt,
      Instant releasedAt,
      LedgerReceipt ledger) {

    static HoldView of(Holds.RecordedHold recorded) {
      return of(recorded.hold(), recorded.ledger());
    }

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

  @POST
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Problems({ProblemType.NOT_FOUND, ProblemType.ALREADY_EXISTS, ProblemType.PERSONAL_DATA_ERASED})
  @Creates("/holds/{id}")
  @Audited(SecurityEvent.HOLD)
  @Operation(
      operationId = "placeHold",
      summary = "Places a legal hold on a wish, a member or a group",
      description =
          "For administrators of the division, if a statutory period or a dispute requires that"
              + " personal data is kept. Until the hold is released, the data cannot be erased or"
              + " used: reads and commands of the record are refused with UNDER_LEGAL_HOLD, and"
              + " lists omit it.")
  public HoldView place(@NotNull @Valid Request request) {
    return HoldView.of(
        holds.place(
            caller.get(), request.type().of(request.id().value()), request.reason().value()));
  }

  @GET
  @RolesAllowed({Role.Name.ADMINISTRATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "listHolds",
      summary = "Lists legal holds, the oldest first",
      description =
          "Holds on subjects of the caller's division; with `live`, only those that are not released, or only released ones.")
  public Page<HoldView> list(@QueryParam("live") Boolean live, @BeanParam PageQuery page) {
    Caller who = caller.get();
    return transactions.call(
        () -> holds.list(who, live, page).map(hold -> HoldView.of(hold, null)));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Role.Name.ADMINISTRATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "getHold",
      summary = "Reads a legal hold",
      description =
          "When the hold was placed and, if it has ended, released. Its reason is stored only in"
              + " the vault.")
  public HoldView get(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(() -> HoldView.of(holds.require(who, id.value()), null));
  }

  @POST
  @Path("/{id}/release")
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Problems(ProblemType.ALREADY_ENDED)
  @Idempotent
  @Audited(SecurityEvent.HOLD)
  @Operation(
      operationId = "releaseHold",
      summary = "Releases a legal hold",
      description = "The values of the subject may be used and erased again.")
  public HoldView release(@PathParam("id") Id id, @NotNull @Valid Release request) {
    return HoldView.of(holds.release(caller.get(), id.value(), request.reason().value()));
  }

  @POST
  @Expensive(Expensive.Kind.DOWNLOAD)
  @Limited(Limited.To.UNMASKING)
  @Path("/{id}/exports")
  @RolesAllowed(Role.Name.AUDITOR)
  @Audited(SecurityEvent.UNMASKING)
  @StepUp
  @Operation(
      operationId = "exportHold",
      summary = "Exports the personal data under a live legal hold",
      description =
          "For auditors of the division, if a court or an authority asked for the data. No other"
              + " use is possible while the hold is live. The ledger records each export. Refused"
              + " with ALREADY_ENDED if the hold was released.")
  @APIResponseSchema(
      value = Exports.Document.class,
      responseCode = "201",
      responseDescription = "The personal data")
  @Problems({ProblemType.IDEMPOTENCY_KEY_REQUIRED, ProblemType.ALREADY_ENDED})
  public Response export(
      @PathParam("id") Id id, @NotNull @Valid ExportRequest request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    // Calls Commands instead of using @Creates: the values must not be stored with the idempotency
    // key.
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
              return exports.recordHeld(who, hold, request.reason().value());
            });
    return exports.answer(
        recorded,
        () -> exports.one(transactions.call(() -> holds.require(who, id.value())).subject()));
  }
}
