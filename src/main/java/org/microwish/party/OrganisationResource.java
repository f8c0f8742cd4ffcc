package org.microwish.party;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.CountedPageQuery;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.idempotency.Batches;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.ProblemType;

/**
 * HTTP resource for party organisations. Everyone may read organisations; operators and
 * administrators of an organisation's division may change it.
 */
@Path("/api/v1/organisations")
@Tag(name = "organisations", description = "Party organisations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class OrganisationResource {

  private final Organisations organisations;
  private final OrganisationMerge merge;
  private final Batches batches;
  private final Divisions divisions;
  private final CurrentCaller caller;

  OrganisationResource(
      Organisations organisations,
      OrganisationMerge merge,
      Batches batches,
      Divisions divisions,
      CurrentCaller caller) {
    this.merge = merge;
    this.batches = batches;
    this.organisations = organisations;
    this.divisions = divisions;
    this.caller = caller;
  }

  @GET
  @Expensive(with = {"q", "count"})
  @PermitAll
  @Operation(
      operationId = "listOrganisations",
      summary = "Lists organisations",
      description =
          "Public. The oldest record comes first; with `sort` the list is by name in pinyin order.")
  public Page<OrganisationView> list(
      @QueryParam("division")
          @Parameter(
              description = "Code or path of a division; selects the organisations in its subtree")
          String division,
      @QueryParam("kind") OrganisationKind kind,
      @QueryParam("sector") Sector sector,
      @QueryParam("state") OrganisationState state,
      @QueryParam("parentId")
          @Parameter(description = "Selects the organisations directly below this one")
          Id parentId,
      @QueryParam("q") @Size(max = 100) @Parameter(description = "A part of the name") String name,
      @QueryParam("sort") @Parameter(description = "NAME sorts by pinyin") SortedBy sort,
      @BeanParam CountedPageQuery page) {
    String subtree = divisions.subtree(division, "division");
    Page<Organisation> rows =
        organisations.list(
            new OrganisationFilter(
                subtree,
                kind,
                sector,
                state,
                parentId == null ? null : parentId.value(),
                name,
                sort),
            page);
    Map<String, String> names = divisionNames(rows.items());
    return rows.map(row -> OrganisationView.of(row, names, null));
  }

  @GET
  @Path("/{id}")
  @PermitAll
  @Operation(operationId = "getOrganisation", summary = "Reads an organisation")
  public OrganisationView get(@PathParam("id") Id id) {
    Organisation row = organisations.read(id.value());
    return OrganisationView.of(row, divisionNames(List.of(row)), organisations.formerNames(row.id));
  }

  @POST
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR})
  @Creates("/organisations/{id}")
  @Operation(
      operationId = "recordOrganisation",
      summary = "Records an organisation",
      description =
          "Allowed for operators and administrators of the organisation's division. A credit code"
              + " can belong to only one active organisation (ALREADY_EXISTS).")
  @Problems(ProblemType.ALREADY_EXISTS)
  public OrganisationReceipt record(@Valid OrganisationDraft request) {
    return OrganisationReceipt.active(organisations.record(caller.get(), request));
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR})
  @Idempotent
  @Operation(
      operationId = "changeOrganisation",
      summary = "Replaces the data of an organisation",
      description =
          "Allowed for operators and administrators of the organisation's division, and of the new"
              + " one if that changes. An organisation cannot be placed below itself or below an"
              + " organisation that is already below it.")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.ALREADY_EXISTS})
  public OrganisationReceipt change(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid OrganisationDraft request) {
    return OrganisationReceipt.active(
        organisations.change(caller.get(), id.value(), version, request));
  }

  @POST
  @Path("/{id}/dissolve")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.ADMINISTRATOR})
  @Idempotent
  @Operation(
      operationId = "dissolveOrganisation",
      summary = "Dissolves an organisation",
      description =
          "Allowed for operators and administrators of the organisation's division. Refused with"
              + " STILL_IN_USE while it has active members, active organisations directly below it,"
              + " live check-ins or live claims in its own name that are not delivered, or hosts an"
              + " approved group. Its credit code becomes free. `mergeOrganisation` hands all that"
              + " to another organisation instead.")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.STILL_IN_USE})
  public OrganisationReceipt dissolve(
      @PathParam("id") Id id, @OptionalBody @Valid EndRequest request) {
    return OrganisationReceipt.dissolved(
        organisations.dissolve(caller.get(), id.value(), EndRequest.timeOf(request)));
  }

  /** The organisation that takes over, and when. */
  @Schema(name = "OrganisationMergeRequest", description = "The organisation that takes over.")
  public record Merging(
      @NotNull Id into,
      @Schema(description = "When it happened, if it is recorded later. Default: now")
          Instant occurredAt) {}

  /** Describes the results of a merge in the API contract. */
  @Schema(
      name = "OrganisationMerge",
      description =
          "A receipt or a problem for each step; `more` is true if steps are left, for which the"
              + " request must be repeated with another key.")
  record MergeResult(
      @Schema(required = true) List<Outcome> items, @Schema(required = true) boolean more) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
        name = "OrganisationMergeOutcome",
        description =
            "The result of one step: its receipt, or the problem with which it was refused, without"
                + " `instance` and `requestId`.")
    record Outcome(
        @Schema(required = true) int index,
        @Schema(
                required = true,
                examples = "CLAIM:0C6Z3MSWFDTR7",
                description = "What moves or ends, as in `MergeStep`, and its id")
            String item,
        MergeReceipt receipt,
        Map<String, Object> problem) {}
  }

  @POST
  @Path("/{id}/merge")
  @RolesAllowed(Role.Name.OPERATOR)
  @Expensive
  @Operation(
      operationId = "mergeOrganisation",
      summary = "Merges an organisation into another one",
      description =
          "Allowed for operators of both organisations' divisions. Moves up to 100 active members,"
              + " live claims that are not delivered, check-ins and organisations below, each with"
              + " its own ledger entry, and then ends the organisation, which stays in the history"
              + " with its name and names the other one in `mergedInto`. While `more` is true, send"
              + " it again with another Idempotency-Key. A repeat with the same key, also after a"
              + " crash in the middle, moves nothing twice. A step that is refused, such as a claim"
              + " on a wish that both have claimed (ALREADY_CLAIMED), must be settled before the"
              + " last step is accepted (STILL_IN_USE). Refused while the organisation hosts"
              + " groups.")
  @Problems({
    ProblemType.ALREADY_ENDED,
    ProblemType.STILL_IN_USE,
    ProblemType.IDEMPOTENCY_KEY_REQUIRED,
    ProblemType.IDEMPOTENCY_KEY_REUSED
  })
  @APIResponseSchema(MergeResult.class)
  public Batches.Portion merge(
      @PathParam("id") Id id, @NotNull @Valid Merging body, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return batches.run(
        who,
        "mergeOrganisation",
        headers,
        List.of(id, body),
        () -> merge.next(who, id.value(), body.into().value(), Batches.MOST),
        step -> merge.run(who, id.value(), body.into().value(), step, body.occurredAt()));
  }

  private Map<String, String> divisionNames(List<Organisation> rows) {
    return divisions.names(rows.stream().map(row -> row.divisionPath).distinct().toList());
  }
}
