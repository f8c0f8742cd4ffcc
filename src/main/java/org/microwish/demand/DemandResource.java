package org.microwish.demand;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.demand.lifecycle.DemandCategory;
import org.microwish.demand.lifecycle.DemandKind;
import org.microwish.demand.lifecycle.DemandLevel;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.Requests;
import org.microwish.lifecycle.reference.ExternalReference;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for demands. */
@Path("/api/v1/demands")
@Tag(
    name = "demands",
    description =
        "Demands (诉求) of residents and enterprises: complaints, questions, disputes, suggestions,"
            + " orders and requests for help")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class DemandResource {

  private final DemandService demands;
  private final DemandReads reads;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  DemandResource(
      DemandService demands,
      DemandReads reads,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller) {
    this.demands = demands;
    this.reads = reads;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** Query parameters for listing demands. */
  public static class DemandQuery {
    @QueryParam("scope")
    @DefaultValue("ALL")
    @Parameter(
        description =
            "ASKED: the caller's own; HANDLED: those that it handles; WAITING: those that it may"
                + " take; PUBLIC: those that everybody may see")
    DemandScope scope;

    @QueryParam("kind")
    DemandKind kind;

    @QueryParam("category")
    DemandCategory category;

    @QueryParam("state")
    DemandState state;

    @QueryParam("level")
    DemandLevel level;

    @QueryParam("division")
    @Text(max = DivisionCode.MAX_LENGTH)
    String division;

    @QueryParam("hallId")
    @Parameter(description = "The hall that received the demand")
    Id hallId;

    @QueryParam("mergedInto")
    Id mergedInto;

    @QueryParam("externalReference")
    @Parameter(
        description = "The number of the source, as `system:number`; finds no public demands",
        example = "hotline:GZ-2026-0001234")
    @WellFormed(ExternalReference.Form.class)
    String source;
  }

  @GET
  @PermitAll
  @Operation(
      operationId = "listDemands",
      summary = "Lists demands in the order in which they were recorded",
      description =
          "Everybody sees public demands with their answers. Operators, auditors and collectors also"
              + " see all others of their division and below, other callers those that they"
              + " recorded. `scope` selects the caller's own, handled or waiting ones.")
  public Page<DemandView> list(@BeanParam @Valid DemandQuery query, @BeanParam PageQuery page) {
    return transactions.call(
        () ->
            reads.list(
                caller.find().orElse(null),
                new DemandReads.Query(
                    query.scope,
                    query.kind,
                    query.category,
                    query.state,
                    query.level,
                    divisions.subtree(query.division, "division"),
                    query.hallId == null ? null : query.hallId.value(),
                    query.mergedInto == null ? null : query.mergedInto.value(),
                    query.source == null
                        ? null
                        : ExternalReference.parse(query.source).orElseThrow()),
                page));
  }

  @GET
  @Path("/{id}")
  @PermitAll
  @Operation(
      operationId = "getDemand",
      summary = "Reads a demand",
      description =
          "Everybody reads public demands. `own`, with the private texts and the answer, is shown to"
              + " the asker, the author, the staff of the division, and the level, department or"
              + " hall to which the demand is dispatched.")
  public DemandView get(@PathParam("id") Id id) {
    return transactions.call(() -> reads.read(caller.find().orElse(null), id.value()));
  }

  @POST
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.MEMBER,
    Role.Name.COLLECTOR,
    Role.Name.OPERATOR,
    Role.Name.PARTNER
  })
  @Creates("/demands/{demandId}")
  @Problems(ProblemType.ALREADY_EXISTS)
  @Operation(
      operationId = "submitDemand",
      summary = "Submits a demand",
      description =
          "Residents submit their own demands, the leader of an enterprise's group those of the enterprise, and attendants of a hall those that the hall received. Collectors, operators and partners submit those of their division. A source may send a number again with the same content, which returns the existing demand; other content is refused with ALREADY_EXISTS.")
  public DemandReceipt submit(@NotNull @Valid DemandDraft body) {
    EventTime.given(caller.get(), body.occurredAt());
    return demands.submit(caller.get(), body, false);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.MEMBER,
    Role.Name.COLLECTOR,
    Role.Name.OPERATOR,
    Role.Name.PARTNER
  })
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "reviseDemand",
      summary = "Replaces the private texts of a demand",
      description =
          "Allowed for the asker and the author, until the demand is accepted. A returned demand is submitted again.")
  public DemandReceipt revise(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid DemandRequests.Revision body) {
    return demands.revise(caller.get(), id.value(), body.words(), version);
  }

  @POST
  @Path("/{id}/accept")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "acceptDemand",
      summary = "Accepts a demand",
      description = "The time to answer begins. `dueAt` must be in the future.")
  public DemandReceipt accept(
      @PathParam("id") Id id, @NotNull @Valid DemandRequests.Acceptance body) {
    return demands.accept(
        caller.get(), id.value(), body.dueAt(), EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/return")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "returnDemand",
      summary = "Returns a demand to its asker",
      description = "The asker can complete the texts.")
  public DemandReceipt sendBack(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return demands.sendBack(
        caller.get(),
        id.value(),
        body.reason().value(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/reject")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "rejectDemand",
      summary = "Rejects a demand",
      description = "REJECTED is final.")
  public DemandReceipt reject(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return demands.reject(
        caller.get(),
        id.value(),
        body.reason().value(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/withdraw")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.MEMBER,
    Role.Name.COLLECTOR,
    Role.Name.OPERATOR,
    Role.Name.PARTNER
  })
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "withdrawDemand",
      summary = "Withdraws a demand",
      description = "Allowed for the asker and the author, until the demand is answered.")
  public DemandReceipt withdraw(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return demands.withdraw(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/dispatch")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "dispatchDemand",
      summary = "Dispatches a demand",
      description =
          "Allowed for operators of the demand's division. Dispatching takes the demand from its handler and raises its route number.")
  public DemandReceipt dispatch(
      @PathParam("id") Id id, @NotNull @Valid DemandRequests.Dispatch body) {
    return demands.dispatch(caller.get(), id.value(), body);
  }

  @POST
  @Path("/{id}/take")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.COLLECTOR, Role.Name.OPERATOR})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.ROUTE_CHANGED})
  @Operation(
      operationId = "takeDemand",
      summary = "Takes a demand",
      description =
          "The caller becomes the only handler. Allowed for collectors at the levels BUILDING, GRID and COMMUNITY, operators at COMMUNITY and STREET, stewards of the department, and attendants of the hall; not for the asker. `route` is the route number that the caller has read.")
  public DemandReceipt take(@PathParam("id") Id id, @NotNull @Valid DemandRequests.Taking body) {
    return demands.take(caller.get(), id.value(), body.route());
  }

  @POST
  @Path("/{id}/hand-back")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.COLLECTOR, Role.Name.OPERATOR})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "handBackDemand",
      summary = "Hands a demand back to the operators",
      description =
          "Allowed for the handler and, while nobody handles the demand, for all who may take it.")
  public DemandReceipt handBack(
      @PathParam("id") Id id, @NotNull @Valid DemandRequests.Reason body) {
    return demands.handBack(caller.get(), id.value(), body.reason().value());
  }

  @POST
  @Path("/{id}/answer")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD, Role.Name.COLLECTOR, Role.Name.OPERATOR})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "answerDemand",
      summary = "Answers a demand",
      description =
          "Allowed for the handler. Also answers all demands that were merged into this one.")
  public DemandReceipt answer(@PathParam("id") Id id, @NotNull @Valid DemandRequests.Answer body) {
    return demands.answer(caller.get(), id.value(), body);
  }

  @POST
  @Path("/{id}/evaluate")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.MEMBER})
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "evaluateDemand",
      summary = "Evaluates an answer",
      description = "Allowed for the asker; closes the demand.")
  public DemandReceipt evaluate(
      @PathParam("id") Id id, @NotNull @Valid DemandRequests.Evaluation body) {
    return demands.evaluate(caller.get(), id.value(), body);
  }

  @POST
  @Path("/{id}/object")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.MEMBER})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.ALREADY_OBJECTED})
  @Operation(
      operationId = "objectToAnswer",
      summary = "Objects to an answer",
      description = "Allowed once for the asker: the handler works on the demand again.")
  public DemandReceipt object(@PathParam("id") Id id, @NotNull @Valid DemandRequests.Reason body) {
    return demands.object(caller.get(), id.value(), body.reason().value());
  }

  @POST
  @Path("/{id}/reopen")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "reopenDemand",
      summary = "Has an answered or closed demand handled again",
      description = "The handler works on the demand again.")
  public DemandReceipt reopen(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return demands.reopen(
        caller.get(),
        id.value(),
        body.reason().value(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/close")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "closeDemand",
      summary = "Closes an answered demand",
      description = "For askers who do not evaluate the answer.")
  public DemandReceipt close(@PathParam("id") Id id, @OptionalBody @Valid Requests.Plain body) {
    return demands.close(
        caller.get(), id.value(), EventTime.given(caller.get(), Requests.Plain.timeOf(body)));
  }

  @POST
  @Path("/{id}/publish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems({
    ProblemType.STATE_CONFLICT,
    ProblemType.MODERATION_OPEN,
    ProblemType.PERSONAL_DATA_FOUND
  })
  @Operation(
      operationId = "publishDemand",
      summary = "Publishes a demand, or replaces its public texts",
      description =
          "Never allowed for a DISPUTE. If-Match names the version that the operator has read.")
  public DemandReceipt publish(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid DemandRequests.Publication body) {
    return demands.publish(caller.get(), id.value(), body, version);
  }

  @POST
  @Path("/{id}/unpublish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "unpublishDemand",
      summary = "Takes the public texts of a demand back",
      description = "The demand itself does not change.")
  public DemandReceipt unpublish(@PathParam("id") Id id, @NotNull @Valid Requests.Reasoned body) {
    return demands.unpublish(
        caller.get(),
        id.value(),
        body.reason().value(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/support")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.MEMBER})
  @Idempotent
  @Problems({ProblemType.STATE_CONFLICT, ProblemType.ALREADY_SUPPORTED})
  @Operation(
      operationId = "supportDemand",
      summary = "Supports a public demand",
      description = "The supporter is told when the demand is answered.")
  public DemandReceipt support(@PathParam("id") Id id) {
    return demands.support(caller.get(), id.value());
  }

  @POST
  @Path("/{id}/merge")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "mergeDemand",
      summary = "Merges a demand into another",
      description =
          "Its asker and supporters then get the answer of the other demand. Allowed for operators of both divisions.")
  public DemandReceipt merge(@PathParam("id") Id id, @NotNull @Valid DemandRequests.Merge body) {
    return demands.merge(
        caller.get(),
        id.value(),
        body.into().value(),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/convert")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Problems(ProblemType.STATE_CONFLICT)
  @Operation(
      operationId = "convertDemand",
      summary = "Makes a wish or micro-project of a demand",
      description =
          "Creates the draft of the wish in the same command; both show the other. The wish's resident can only be the demand's asker.")
  public DemandReceipt convert(
      @PathParam("id") Id id, @NotNull @Valid DemandRequests.Conversion body) {
    return demands.convert(
        caller.get(), id.value(), body.wish(), EventTime.given(caller.get(), body.occurredAt()));
  }
}
