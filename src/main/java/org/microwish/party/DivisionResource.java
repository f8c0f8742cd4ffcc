package org.microwish.party;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.WellFormed;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.FieldError;
import org.microwish.problem.ProblemType;

/** HTTP resource for divisions. Everyone may read them; administrators may change them. */
@Path("/api/v1/divisions")
@Tag(name = "divisions", description = "Administrative divisions, grids and buildings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DivisionResource {

  private final Divisions divisions;
  private final NationalDivisions national;
  private final CurrentCaller caller;

  DivisionResource(Divisions divisions, NationalDivisions national, CurrentCaller caller) {
    this.divisions = divisions;
    this.national = national;
    this.caller = caller;
  }

  @GET
  @Expensive(with = "q")
  @PermitAll
  @Operation(
      operationId = "listDivisions",
      summary = "Lists divisions",
      description = "Public. Sorted by code, or by name in pinyin order with `sort`.")
  public Page<DivisionView> list(
      @QueryParam("parent") @Parameter(description = "Code or path of the parent division")
          String parent,
      @QueryParam("level") DivisionLevel level,
      @QueryParam("q") @Size(max = 100) @Parameter(description = "A part of the name") String name,
      @QueryParam("sort") @Parameter(description = "NAME sorts by pinyin") SortedBy sort,
      @BeanParam PageQuery page) {
    String parentCode =
        parent == null ? null : divisions.require(parent, FieldError.In.QUERY, "parent").code;
    return divisions
        .list(new DivisionFilter(null, parentCode, level, name, sort), page)
        .map(DivisionView::of);
  }

  @GET
  @Path("/official")
  @Expensive
  @RolesAllowed({Role.Name.ADMINISTRATOR, Role.Name.OPERATOR})
  @Operation(
      operationId = "listOfficialDivisions",
      summary = "Lists divisions of the national list, recorded or not",
      description =
          "Allowed for administrators and operators. The list of the National Bureau of Statistics"
              + " of 2023, from provinces down to communities, sorted by code. The template of the"
              + " import DIVISIONS contains the divisions of a whole street.")
  public Page<NationalDivisions.Official> official(
      @QueryParam("parent")
          @WellFormed(DivisionCode.Form.class)
          @Parameter(
              description = "Code of the division directly above. Default: none, for the provinces",
              example = "440104013000")
          String parent,
      @BeanParam PageQuery page) {
    Filters filters = Filters.of("parent", parent);
    String after = page.after(filters).map(cursor -> cursor.text(0)).orElse(null);
    return Page.of(
        parent == null
            ? national.provinces(after, page.fetch())
            : national.below(DivisionCode.parse(parent), after, page.fetch()),
        page,
        filters,
        division -> Cursor.at(division.code()));
  }

  @GET
  @Path("/{code}")
  @PermitAll
  @Operation(operationId = "getDivision", summary = "Reads a division")
  public DivisionView get(@PathParam("code") String code) {
    return DivisionView.of(divisions.read(code));
  }

  @GET
  @Path("/{code}/subtree")
  @PermitAll
  @Operation(
      operationId = "listDivisionSubtree",
      summary = "Lists a division and all divisions below it",
      description =
          "Public. Sorted by code: each division comes directly before the divisions below it.")
  public Page<DivisionView> subtree(
      @PathParam("code") String code,
      @QueryParam("level") DivisionLevel level,
      @BeanParam PageQuery page) {
    String path = divisions.read(code).path;
    return divisions
        .list(new DivisionFilter(path, null, level, null, null), page)
        .map(DivisionView::of);
  }

  @POST
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Creates("/divisions/{code}")
  @Operation(
      operationId = "recordDivision",
      summary = "Records a division",
      description =
          "Allowed for administrators of a division that contains the new one; an administrator"
              + " without a division may record any. The parent division must be recorded already.")
  @Problems(ProblemType.ALREADY_EXISTS)
  public DivisionReceipt record(@Valid DivisionDraft request) {
    return DivisionReceipt.of(request.code(), divisions.record(caller.get(), request, null));
  }

  @PUT
  @Path("/{code}")
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Idempotent
  @Operation(
      operationId = "changeDivision",
      summary = "Changes a division's name and the year of its code list",
      description =
          "Allowed for administrators of the division or of one above it; an administrator without"
              + " a division may change any.")
  public DivisionReceipt change(
      @PathParam("code") String code,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid DivisionDraft.Edit request) {
    return DivisionReceipt.of(code, divisions.change(caller.get(), code, version, request));
  }

  @POST
  @Path("/{code}/merge")
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Idempotent
  @Operation(
      operationId = "mergeDivision",
      summary = "Merges a community into another one of the street",
      description =
          "Allowed for administrators of both or of a division above. The community takes no new"
              + " wishes any more, and names its successor. The divisions below it get codes below"
              + " the successor; wishes, check-ins, members, organisations, groups, activities and accounts"
              + " follow within a minute, each with a ledger entry. From then on they count there; entries and"
              + " frozen leaderboards of the old code stay.")
  @Problems(ProblemType.ALREADY_ENDED)
  public DivisionReceipt merge(
      @PathParam("code") String code,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid DivisionDraft.Merge request) {
    return DivisionReceipt.of(code, divisions.merge(caller.get(), code, version, request.into()));
  }

  @POST
  @Path("/{code}/close")
  @RolesAllowed(Role.Name.ADMINISTRATOR)
  @Idempotent
  @Operation(
      operationId = "closeDivision",
      summary = "Closes a division that nothing needs any more",
      description =
          "Allowed for administrators of the division or of one above it. Refused with STILL_IN_USE"
              + " while divisions below it, open wishes, live check-ins, members, organisations,"
              + " groups, activities or accounts belong to it. Its history stays.")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.STILL_IN_USE})
  public DivisionReceipt close(
      @PathParam("code") String code, @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version) {
    return DivisionReceipt.of(code, divisions.close(caller.get(), code, version));
  }
}
