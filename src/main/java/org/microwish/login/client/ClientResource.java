package org.microwish.login.client;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.problem.ProblemType;

/** Clients over HTTP: administrators', each within its own subtree. */
@Path("/api/v1/clients")
@Tag(name = "clients", description = "Programs of partners and auditors")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.ADMINISTRATOR)
public class ClientResource {

  private final Clients clients;
  private final Divisions divisions;
  private final Commands commands;
  private final CurrentCaller caller;

  ClientResource(Clients clients, Divisions divisions, Commands commands, CurrentCaller caller) {
    this.clients = clients;
    this.divisions = divisions;
    this.commands = commands;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listClients",
      summary = "Lists clients",
      description = "Those recorded first come first.")
  @APIResponseSchema(value = ClientPage.class, responseDescription = "A page of them")
  public Response list(
      @QueryParam("division")
          @Parameter(description = "Code or path of a division: those of its whole subtree")
          String division,
      @QueryParam("state") ClientState state,
      @BeanParam PageQuery page,
      @Context UriInfo uri) {
    String subtree = divisions.subtree(division, "division");
    Page<Client> rows = clients.list(caller.get(), subtree, state, page);
    Map<Long, List<ClientSecret>> secrets =
        clients.secrets(rows.items().stream().map(row -> row.id).toList());
    return Responses.page(
        uri, rows.map(row -> ClientView.of(row, secrets.getOrDefault(row.id, List.of()))));
  }

  @GET
  @Path("/{id}")
  @Conditional
  @Operation(operationId = "getClient", summary = "Reads a client")
  @APIResponseSchema(value = ClientView.class, responseDescription = "The client")
  public Response get(@PathParam("id") Id id, @Context HttpHeaders headers) {
    Client row = clients.read(caller.get(), id.value());
    ClientView view =
        ClientView.of(row, clients.secrets(List.of(row.id)).getOrDefault(row.id, List.of()));
    return Responses.ok(headers, view, view.tag());
  }

  @POST
  @Operation(
      operationId = "recordClient",
      summary = "Records a client",
      description =
          "Answers its secret, once; or none where public keys are given, with which it signs"
              + " assertions.")
  @APIResponseSchema(
      value = ClientReceipt.class,
      responseCode = "201",
      responseDescription = "Recorded")
  public Response record(@Valid ClientRequest request, @Context HttpHeaders headers) {
    return showing(
        work ->
            commands.create(
                caller.get(),
                "recordClient",
                headers,
                request,
                () -> {
                  ClientReceipt receipt = work.get();
                  return Answer.created("/clients/" + receipt.id(), receipt);
                }),
        () -> clients.record(caller.get(), request.draft(), request.keys()));
  }

  @PUT
  @Path("/{id}")
  @Operation(
      operationId = "changeClient",
      summary = "Replaces a client's record",
      description = "Its secrets and keys stay; tokens that it has are refused from now on.")
  @APIResponseSchema(value = ClientReceipt.class, responseDescription = "Changed")
  @Problems({ProblemType.PRECONDITION_REQUIRED, ProblemType.ALREADY_ENDED})
  public Response change(
      @PathParam("id") Id id, @Valid ClientRequest request, @Context HttpHeaders headers) {
    IfMatch version = IfMatch.required(headers);
    return commands.run(
        caller.get(),
        "changeClient",
        headers,
        List.of(id, request),
        () ->
            Answer.ok(
                ClientReceipt.of(
                    clients.change(caller.get(), id.value(), version, request.draft()))));
  }

  @POST
  @Path("/{id}/secrets")
  @Operation(
      operationId = "rotateClientSecret",
      summary = "Gives a client a new secret",
      description =
          "The old ones stay good for a while, so that the program can be told. The new one is"
              + " shown once; whose answer was lost rotates again.")
  @APIResponseSchema(
      value = ClientReceipt.class,
      responseCode = "201",
      responseDescription = "The new secret")
  @Problems(ProblemType.ALREADY_ENDED)
  public Response rotate(
      @PathParam("id") Id id,
      @OptionalBody @Valid RotationRequest request,
      @Context HttpHeaders headers) {
    Duration overlap = RotationRequest.overlap(request);
    return showing(
        work ->
            commands.create(
                caller.get(),
                "rotateClientSecret",
                headers,
                Arrays.asList(id, request),
                () -> Answer.created("/clients/" + id, work.get())),
        () -> clients.rotate(caller.get(), id.value(), overlap));
  }

  @PUT
  @Path("/{id}/keys")
  @Operation(
      operationId = "setClientKeys",
      summary = "Replaces a client's public keys",
      description =
          "With these it signs the assertions of private_key_jwt. Tokens that it has are refused"
              + " from now on.")
  @APIResponseSchema(value = ClientReceipt.class, responseDescription = "Changed")
  @Problems({ProblemType.PRECONDITION_REQUIRED, ProblemType.ALREADY_ENDED})
  public Response setKeys(
      @PathParam("id") Id id, @Valid ClientKeysRequest request, @Context HttpHeaders headers) {
    IfMatch version = IfMatch.required(headers);
    return commands.run(
        caller.get(),
        "setClientKeys",
        headers,
        List.of(id, request),
        () ->
            Answer.ok(
                ClientReceipt.of(
                    clients.setKeys(caller.get(), id.value(), version, request.keys()))));
  }

  @POST
  @Path("/{id}/revoke")
  @Operation(
      operationId = "revokeClient",
      summary = "Revokes a client",
      description = "For ever: it gets no more tokens, and those it has are refused within 5 s.")
  @APIResponseSchema(value = ClientReceipt.class, responseDescription = "Revoked")
  @Problems(ProblemType.ALREADY_ENDED)
  public Response revoke(@PathParam("id") Id id, @Context HttpHeaders headers) {
    return commands.run(
        caller.get(),
        "revokeClient",
        headers,
        List.of(id),
        () -> Answer.ok(ClientReceipt.of(clients.revoke(caller.get(), id.value()))));
  }

  /** Shows a secret in the first answer, and keeps it from the one that is stored for repeats. */
  private static Response showing(
      Function<Supplier<ClientReceipt>, Response> command, Supplier<Clients.Recorded> work) {
    AtomicReference<Clients.Recorded> done = new AtomicReference<>();
    Response answer =
        command.apply(
            () -> {
              Clients.Recorded recorded = work.get();
              done.set(recorded);
              return ClientReceipt.of(recorded);
            });
    if (done.get() == null || answer.getHeaderString(Commands.REPLAYED) != null) {
      return answer;
    }
    Clients.Recorded recorded = done.get();
    return Response.fromResponse(answer)
        .entity(ClientReceipt.of(recorded).withSecret(recorded.secret()))
        .build();
  }
}
