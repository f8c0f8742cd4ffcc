package org.microwish.rights;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.ReadReceipt;

/** HTTP resource for the caller's identity, operations and data. */
@Path("/api/v1/me")
@Tag(name = "rights")
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {

  private final Exports exports;
  private final Operations operations;
  private final Transactions transactions;
  private final CurrentCaller caller;

  MeResource(
      Exports exports, Operations operations, Transactions transactions, CurrentCaller caller) {
    this.exports = exports;
    this.operations = operations;
    this.transactions = transactions;
    this.caller = caller;
  }

  /**
   * The caller's identity and the operations that the caller's role may call.
   *
   * @param division the code of the division in whose subtree the caller works; missing if the
   *     caller has no division or works in all divisions
   * @param operations the ids of the API's operations that the caller's role may call; access to a
   *     single wish or claim is checked when an operation is called
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Me", description = "The caller, and the operations that its role may call.")
  public record MeView(
      @Schema(required = true) String account,
      @Schema(required = true) Role role,
      Id memberId,
      Id organisationId,
      String division,
      @Schema(required = true, description = "The operationIds that the role may call, sorted")
          List<String> operations) {}

  @GET
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER,
    Role.Name.ADMINISTRATOR
  })
  @Operation(
      operationId = "getMe",
      summary = "Reads the caller's identity and the operations that its role may call",
      description =
          "Clients use the list to decide which operations they offer. The list depends on the role"
              + " alone; whether an operation is allowed on a record depends also on the record's"
              + " state and division.")
  public MeView me() {
    Caller who = caller.get();
    String path = who.divisionPath();
    return new MeView(
        who.account(),
        who.role(),
        who.memberId() == null ? null : new Id(who.memberId()),
        who.organisationId() == null ? null : new Id(who.organisationId()),
        path == null || path.isEmpty() ? null : DivisionCode.ofPath(path).text(),
        operations.of(who.role()));
  }

  @GET
  @Expensive(Expensive.Kind.DOWNLOAD)
  @Path("/data")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.ADMINISTRATOR
  })
  @Operation(
      operationId = "getMyData",
      summary = "Exports all stored data of the caller",
      description =
          "Contains the account, the wishes that were recorded by or for the caller with their"
              + " personal data, the caller's data as a member, and the groups that the caller"
              + " proposed. The data of other people is omitted. The response is streamed. The"
              + " ledger records each export (PIPL art. 45).")
  @APIResponseSchema(value = Exports.Document.class, responseDescription = "The personal data")
  public Response data() {
    Caller who = caller.get();
    ReadReceipt receipt = transactions.call(() -> exports.recordOwn(who));
    return Response.ok(exports.document(receipt, exports.all(who)), MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .build();
  }
}
