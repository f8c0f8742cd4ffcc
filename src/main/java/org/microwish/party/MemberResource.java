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
import java.time.Instant;
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
import org.microwish.platform.http.CountedPageQuery;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.limits.Expensive;
import org.microwish.problem.ProblemType;

/** HTTP resource for members. Names and telephone numbers are masked in every response. */
@Path("/api/v1/members")
@Tag(name = "members", description = "Party members and volunteers; not public")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class MemberResource {

  private final Members members;
  private final MemberCommands memberCommands;
  private final Organisations organisations;
  private final Divisions divisions;
  private final CurrentCaller caller;

  /** The request body: whether a member consents to appear by name. */
  @Schema(
      name = "NameConsent",
      description =
          "Whether the member consents to appear by name on leaderboards and as claimant of published"
              + " wishes.")
  public record NameConsent(
      @NotNull Boolean showsName,
      @Schema(description = "Who gives the consent. Default: SELF") MemberConsent.By by) {}

  /** The request body: whether a member consents to be photographed. */
  @Schema(
      name = "PhotoConsent",
      description =
          "Whether the member consents to be photographed, and that the photos are shown to the"
              + " public.")
  public record PhotoConsent(
      @NotNull Boolean showsPhoto,
      @Schema(description = "Who gives the consent. Default: SELF") MemberConsent.By by) {}

  private MemberReceipt consent(
      Id id, IfMatch version, MemberConsent.Purpose purpose, boolean given, MemberConsent.By by) {
    MemberConsent.By giver = by == null ? MemberConsent.By.SELF : by;
    return MemberReceipt.active(
        memberCommands.consent(caller.get(), id.value(), version, purpose, given ? giver : null));
  }

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
  @Expensive(with = "count")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Operation(
      operationId = "listMembers",
      summary = "Lists the members that the caller may see",
      description =
          "Operators and auditors see the members of organisations in their division and below, and"
              + " those who live, work or are checked in there; a steward sees the members of its"
              + " organisation; a member sees itself. Names and telephone numbers are masked. The"
              + " oldest record comes first.")
  public Page<MemberView> list(
      @QueryParam("organisationId") Id organisationId,
      @QueryParam("division")
          @Parameter(
              description =
                  "Code or path of a division; selects members who live or work in its subtree")
          String division,
      @QueryParam("kind") MemberKind kind,
      @QueryParam("state") MemberState state,
      @QueryParam("skill") @Size(max = 40) @Parameter(description = "The complete name of a skill")
          String skill,
      @BeanParam CountedPageQuery page) {
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
  @Operation(
      operationId = "getMember",
      summary = "Reads a member with masked name and telephone number",
      description = "Allowed for the callers who see the member in `listMembers`.")
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
          "Allowed for stewards of the organisation and operators of its division. A volunteer is"
              + " recorded by an operator of the division where the volunteer lives or works, who"
              + " declares that the volunteer is 14 or older.")
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
      description =
          "Allowed for stewards of the member's organisation and operators of that organisation's"
              + " division; for a volunteer, for operators of the volunteer's division. Name and"
              + " telephone number are replaced with `changeMemberContact`. A party member cannot"
              + " become a volunteer. An operator who changes the organisation is refused as in"
              + " `transferMember`.")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.STILL_IN_USE})
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
  @Operation(
      operationId = "changeMemberContact",
      summary = "Replaces a member's name and telephone number",
      description =
          "Allowed for stewards of the member's organisation and operators of that organisation's"
              + " division; for a volunteer, for operators of the volunteer's division.")
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
      summary = "Records whether a member may appear by name on leaderboards and with wishes",
      description =
          "Allowed for the member itself and stewards of its organisation, never for operators. `by`"
              + " says who consents, the member or a guardian. For a volunteer who registered with a"
              + " guardian's consent, only a guardian can consent (CONSENT_REQUIRED).")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.CONSENT_REQUIRED})
  public MemberReceipt changeNameConsent(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid NameConsent request) {
    return consent(id, version, MemberConsent.Purpose.NAME, request.showsName(), request.by());
  }

  @PUT
  @Path("/{id}/photo-consent")
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @Idempotent
  @Operation(
      operationId = "changeMemberPhotoConsent",
      summary = "Records whether a member may be photographed and shown",
      description =
          "Allowed for the callers of `changeMemberNameConsent`, under the same conditions. The"
              + " ledger commits to the consent and does not show it.")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.CONSENT_REQUIRED})
  public MemberReceipt changePhotoConsent(
      @PathParam("id") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @Valid PhotoConsent request) {
    return consent(id, version, MemberConsent.Purpose.PHOTO, request.showsPhoto(), request.by());
  }

  /** The organisation to which a member moves, and when. */
  @Schema(name = "MemberTransfer", description = "The organisation to which a member moves.")
  public record Transfer(
      @NotNull Id organisationId,
      @Schema(description = "When it happened, if it is recorded later. Default: now")
          Instant occurredAt) {}

  @POST
  @Path("/{id}/transfer")
  @RolesAllowed(Role.Name.OPERATOR)
  @Idempotent
  @Operation(
      operationId = "transferMember",
      summary = "Moves a member to another organisation",
      description =
          "Allowed for operators of both organisations' divisions. Past claims and participations"
              + " stay with the former organisation; check-ins stay with the member. Refused with"
              + " STILL_IN_USE while the member holds or takes part in live claims that are not"
              + " delivered: end them, or hand them over (`handOverClaim`).")
  @Problems({ProblemType.ALREADY_ENDED, ProblemType.STILL_IN_USE})
  public MemberReceipt transfer(@PathParam("id") Id id, @NotNull @Valid Transfer request) {
    return MemberReceipt.active(
        memberCommands.transfer(
            caller.get(), id.value(), request.organisationId().value(), request.occurredAt()));
  }

  @POST
  @Path("/{id}/leave")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.STEWARD, Role.Name.MEMBER})
  @Idempotent
  @Operation(
      operationId = "endMembership",
      summary = "Records that a member or volunteer has left",
      description =
          "Allowed for the member itself, stewards of the member's organisation and operators of"
              + " that organisation's division; for a volunteer, for operators of the volunteer's"
              + " division. Refused"
              + " with STILL_IN_USE while the member has live check-ins, holds or takes part in"
              + " live claims that are not delivered, or belongs to a group or has applied to"
              + " one.")
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
