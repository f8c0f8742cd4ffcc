package org.microwish.login.client;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.StepUp;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.problem.ProblemType;

/**
 * HTTP resource for clients. Administrators manage the clients in the subtree of their own
 * division.
 */
@Path("/api/v1/clients")
@Tag(
    name = "clients",
    description =
        "Client programs of partners and auditors. Administrators manage those of their own"
            + " division and its subtree.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.ADMINISTRATOR)
public class ClientResource {

  private final Clients clients;
  private final Divisions divisions;
  private final CurrentCaller caller;

  ClientResource(Clients clients, Divisions divisions, CurrentCaller caller) {
    this.clients = clients;
    this.divisions = divisions;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listClients",
      summary = "Lists clients",
      description = "In the order in which they were recorded.")
  public Page<ClientView> list(
      @QueryParam("division")
          @Parameter(description = "Code or path of a division; includes its subtree")
          String division,
      @QueryParam("state") ClientState state,
      @BeanParam PageQuery page) {
    String subtree = divisions.subtree(division, "division");
    Page<Client> rows = clients.list(caller.get(), subtree, state, page);
    Map<Long, List<ClientSecret>> secrets =
        clients.secrets(rows.items().stream().map(row -> row.id).toList());
    return rows.map(row -> ClientView.of(row, secrets.getOrDefault(row.id, List.of())));
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getClient",
      summary = "Reads a client",
      description =
          "The client with its secrets' ids and expiry; the secrets themselves cannot be read again.")
  public ClientView get(@PathParam("id") Id id) {
    Client row = clients.read(caller.get(), id.value());
    return ClientView.of(row, clients.secrets(List.of(row.id)).getOrDefault(row.id, List.of()));
  }

  @POST
  @Creates("/clients/{id}")
  @Audited(SecurityEvent.CLIENT)
  @StepUp
  @Operation(
      operationId = "recordClient",
      summary = "Records a client",
      description =
          "The response contains the secret of the client, which is shown only once. A client with"
              + " public keys gets no secret; it signs assertions instead.")
  public ClientReceipt record(@Valid ClientRequest request) {
    return ClientReceipt.of(clients.record(caller.get(), request));
  }

  @PUT
  @Path("/{id}")
  @Idempotent
  @Audited(SecurityEvent.CLIENT)
  @StepUp
  @Operation(
      operationId = "changeClient",
      summary = "Replaces a client's record",
      description =
          "The secrets and public keys do not change. Access tokens of the client are refused"
              + " within 5 s.")
  @Problems(ProblemType.ALREADY_ENDED)
  public ClientReceipt change(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid ClientRequest request) {
    return ClientReceipt.of(clients.change(caller.get(), id.value(), version, request));
  }

  @POST
  @Path("/{id}/secrets")
  @Creates("/clients/{id}")
  @Audited(SecurityEvent.CLIENT)
  @StepUp
  @Operation(
      operationId = "rotateClientSecret",
      summary = "Issues a new secret for a client",
      description =
          "The new secret is shown only once; if the response is lost, rotate again. The old"
              + " secrets stay valid for `overlapSeconds`, so that the program can be"
              + " reconfigured.")
  @Problems(ProblemType.ALREADY_ENDED)
  public ClientReceipt rotate(
      @PathParam("id") Id id, @OptionalBody @Valid RotationRequest request) {
    return ClientReceipt.of(
        clients.rotate(caller.get(), id.value(), RotationRequest.overlap(request)));
  }

  @PUT
  @Path("/{id}/keys")
  @Idempotent
  @Audited(SecurityEvent.CLIENT)
  @StepUp
  @Operation(
      operationId = "setClientKeys",
      summary = "Replaces a client's public keys",
      description =
          "The client uses them to sign assertions (private_key_jwt). Access tokens of the client"
              + " are refused within 5 s.")
  @Problems(ProblemType.ALREADY_ENDED)
  public ClientReceipt setKeys(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid ClientKeysRequest request) {
    return ClientReceipt.of(clients.setKeys(caller.get(), id.value(), version, request.keys()));
  }

  @POST
  @Path("/{id}/revoke")
  @Idempotent
  @Audited(SecurityEvent.CLIENT)
  @StepUp
  @Operation(
      operationId = "revokeClient",
      summary = "Revokes a client",
      description =
          "Permanent: the client gets no more access tokens, and those that it has are refused"
              + " within 5 s.")
  @Problems(ProblemType.ALREADY_ENDED)
  public ClientReceipt revoke(@PathParam("id") Id id) {
    return ClientReceipt.of(clients.revoke(caller.get(), id.value()));
  }
}
