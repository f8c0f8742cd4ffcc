package org.microwish.matching;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for what an organisation is open to. */
@Path("/api/v1/organisations/{id}/openness")
@Tag(name = "matching")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class OrganisationOpennessResource {

  private final Opennesses opennesses;
  private final Transactions transactions;
  private final CurrentCaller caller;

  OrganisationOpennessResource(
      Opennesses opennesses, Transactions transactions, CurrentCaller caller) {
    this.opennesses = opennesses;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.STEWARD})
  @Operation(
      operationId = "getOrganisationOpenness",
      summary = "Reads what an organisation is open to",
      description = "Allowed for stewards of the organisation, operators and auditors.")
  public OpennessView organisation(@PathParam("id") Id id) {
    return transactions.call(() -> opennesses.ofOrganisation(caller.get(), id.value()));
  }

  @PUT
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD})
  @Idempotent
  @Operation(
      operationId = "changeOrganisationOpenness",
      summary = "Replaces what an organisation is open to",
      description =
          "Allowed for stewards of the organisation and operators of its division. Rankings follow"
              + " at once. The ledger commits to the values and does not show them.")
  @Problems(ProblemType.ALREADY_ENDED)
  public OpennessReceipt changeOrganisation(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid OpennessDraft request) {
    return OpennessReceipt.of(
        opennesses.changeOrganisation(caller.get(), id.value(), version, request));
  }
}
