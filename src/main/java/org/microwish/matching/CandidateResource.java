package org.microwish.matching;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.problem.Language;
import org.microwish.wish.lifecycle.ClaimantType;

/** HTTP resource for the claimants that suit a wish. */
@Path("/api/v1/wishes/{id}/candidates")
@Tag(name = "matching")
@Produces(MediaType.APPLICATION_JSON)
public class CandidateResource {

  private final Candidates candidates;
  private final CurrentCaller caller;

  CandidateResource(Candidates candidates, CurrentCaller caller) {
    this.candidates = candidates;
    this.caller = caller;
  }

  /** A claimant that suits a wish. */
  @Schema(name = "Candidate", description = "A member or an organisation that can claim the wish.")
  public record CandidateView(
      @Schema(required = true) ClaimantType claimantType,
      @Schema(required = true) Id claimantId,
      @Schema(
              required = true,
              nullable = true,
              description = "The name of the organisation, or the masked name of the member",
              examples = "张**")
          String name,
      @Schema(required = true, description = "The sum of the points", examples = "170") int score,
      @Schema(required = true, description = "The terms with points, the strongest first")
          List<ReasonView> reasons,
      @Schema(required = true, description = "Further claims that the claimant may make and wants")
          int room,
      @Schema(required = true, description = "false: the claimant does not want to be invited")
          boolean invitations) {}

  /** A page of candidates. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "CandidatePage",
      description =
          "Claimants in order of score, then the newest first. The same tree size, day and version"
              + " of the weights give the same order.")
  public record CandidatePage(
      @Schema(
              required = true,
              description = "The ranking includes the changes of this number of ledger leaves")
          long treeSize,
      @Schema(required = true, description = "The day of the ranking (Asia/Shanghai)")
          LocalDate day,
      @Schema(
              required = true,
              description = "Version of the weights, a checksum that the ledger shows with them")
          long weightsVersion,
      @Schema(required = true) List<CandidateView> items,
      String nextCursor) {}

  @GET
  @RolesAllowed(Role.Name.OPERATOR)
  @Operation(
      operationId = "listCandidates",
      summary = "Lists the claimants that suit a wish, the best first",
      description =
          "For operators of the wish's division: the organisations and members that live, work or"
              + " are checked in in the wish's street, can claim the wish now, and are open to it."
              + " Nobody if the wish is not open. Ranked by data of up to a few seconds ago; whether"
              + " a claimant can claim is decided on its current data. Names of members are masked.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = CandidatePage.class)))
  public Response candidates(
      @PathParam("id") Id id,
      @QueryParam("claimantType") ClaimantType type,
      @BeanParam PageQuery page,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    Caller who = caller.get();
    Language language = Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    CandidatePage found = candidates.page(who, id.value(), type, language, page);
    return Responses.page(uri, found, found.nextCursor());
  }
}
