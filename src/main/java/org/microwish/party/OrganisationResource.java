package org.microwish.party;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
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
  private final Divisions divisions;
  private final CurrentCaller caller;

  OrganisationResource(Organisations organisations, Divisions divisions, CurrentCaller caller) {
    this.organisations = organisations;
    this.divisions = divisions;
    this.caller = caller;
  }

  @GET
  @Expensive(with = "q")
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
      @BeanParam PageQuery page) {
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
    return rows.map(row -> OrganisationView.of(row, names));
  }

  @GET
  @Path("/{id}")
  @PermitAll
  @Operation(operationId = "getOrganisation", summary = "Reads an organisation")
  public OrganisationView get(@PathParam("id") Id id) {
    Organisation row = organisations.read(id.value());
    return OrganisationView.of(row, divisionNames(List.of(row)));
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
              + " live check-ins or live claims in its own name, or hosts an approved group. Its"
              + " credit code becomes free.")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.STILL_IN_USE})
  public OrganisationReceipt dissolve(
      @PathParam("id") Id id, @OptionalBody @Valid EndRequest request) {
    return OrganisationReceipt.dissolved(
        organisations.dissolve(caller.get(), id.value(), EndRequest.timeOf(request)));
  }

  private Map<String, String> divisionNames(List<Organisation> rows) {
    return divisions.names(rows.stream().map(row -> row.divisionPath).distinct().toList());
  }
}
