package org.microwish.party;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
import org.microwish.problem.ProblemType;

/** HTTP resource for members. Names and numbers are masked in every response. */
@Path("/api/v1/members")
@Tag(name = "members", description = "Members of party organisations, and volunteers; not public")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems(ProblemType.UNDER_LEGAL_HOLD)
public class MemberResource {

  private final Members members;
  private final MemberCommands memberCommands;
  private final Organisations organisations;
  private final Divisions divisions;
  private final CurrentCaller caller;

  /** A member's consent. */
  @Schema(name = "NameConsent", description = "Whether a member may appear by name.")
  public record NameConsent(@NotNull Boolean showsName) {}

  MemberResource(
      Members members,
      MemberCommands memberCommands,
      Organisations organisations,
      Divisions divisions,
      CurrentCaller caller) {
    this.members = members;
    this.memberCommands = memberCommands;
    this.organisations = organisations;
    this.divisions = divisions;
    this.caller = caller;
  }

  @GET
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(
      operationId = "listMembers",
      summary = "Lists the members that the caller may see",
      description =
          "Staff see those of their subtree's organisations, those who live or work in it and"
              + " those checked in there; a steward its organisation's; a member itself. Those"
              + " recorded first come first.")
  public Page<MemberView> list(
      @QueryParam("organisationId") Id organisationId,
      @QueryParam("division")
          @Parameter(
              description =
                  "Code or path of a division: those who live or work in its whole subtree")
          String division,
      @QueryParam("kind") MemberKind kind,
      @QueryParam("state") MemberState state,
      @QueryParam("skill") @Size(max = 40) @Parameter(description = "The whole skill") String skill,
      @BeanParam PageQuery page) {
    String subtree = divisions.subtree(division, "division");
    Page<MemberRecord> rows =
        members.list(
            caller.get(),
            new MemberFilter(
                organisationId == null ? null : organisationId.value(),
                subtree,
                kind,
                state,
                skill),
            page);
    Map<Long, String> organisationNames = organisationNames(rows.items());
    Map<String, String> divisionNames = divisionNames(rows.items());
    return rows.map(row -> MemberView.of(row, organisationNames, divisionNames));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(operationId = "getMember", summary = "Reads a member, name and number masked")
  public MemberView get(@PathParam("id") Id id) {
    MemberRecord row = members.read(caller.get(), id.value());
    return MemberView.of(row, organisationNames(List.of(row)), divisionNames(List.of(row)));
  }

  @POST
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD})
  @Creates("/members/{id}")
  @Operation(
      operationId = "recordMember",
      summary = "Records a member",
      description =
          "By the organisation's steward or the operator of its division; a volunteer by the operator"
              + " of the division where it lives or works, who attests that it is 14 or older.")
  public MemberReceipt record(@Valid MemberDraft request) {
    return MemberReceipt.active(memberCommands.record(caller.get(), request));
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD})
  @Idempotent
  @Operation(
      operationId = "changeMember",
      summary = "Replaces a member's profile",
      description = "All that is not personal; name and number are replaced as its contact.")
  @Problems(ProblemType.ALREADY_ENDED)
  public MemberReceipt change(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid MemberProfile request) {
    return MemberReceipt.active(memberCommands.change(caller.get(), id.value(), version, request));
  }

  @PUT
  @Path("/{id}/contact")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD})
  @Idempotent
  @Operation(operationId = "changeMemberContact", summary = "Replaces a member's name and number")
  @Problems(ProblemType.ALREADY_ENDED)
  public MemberReceipt changeContact(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid MemberContact request) {
    return MemberReceipt.active(
        memberCommands.changeContact(caller.get(), id.value(), version, request));
  }

  @PUT
  @Path("/{id}/name-consent")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Operation(
      operationId = "changeMemberNameConsent",
      summary = "Records whether a member may appear by name on leaderboards",
      description = "By the member itself or its organisation's steward, never by staff.")
  @Problems(ProblemType.ALREADY_ENDED)
  public MemberReceipt changeNameConsent(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid NameConsent request) {
    return MemberReceipt.active(
        memberCommands.changeShowsName(caller.get(), id.value(), version, request.showsName()));
  }

  @POST
  @Path("/{id}/leave")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD})
  @Idempotent
  @Operation(
      operationId = "endMembership",
      summary = "Ends a membership",
      description =
          "Refused while the member has live check-ins, or live claims in which it takes part.")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.STILL_IN_USE})
  public MemberReceipt leave(@PathParam("id") Id id, @OptionalBody @Valid EndRequest request) {
    return MemberReceipt.left(
        memberCommands.leave(caller.get(), id.value(), EndRequest.timeOf(request)));
  }

  private Map<Long, String> organisationNames(List<MemberRecord> rows) {
    return organisations.names(
        rows.stream().map(row -> row.member().organisationId).filter(Objects::nonNull).toList());
  }

  private Map<String, String> divisionNames(List<MemberRecord> rows) {
    return divisions.names(rows.stream().map(row -> row.member().divisionPath).distinct().toList());
  }
}
