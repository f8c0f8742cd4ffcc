package org.microwish.matching;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.SeesEntry;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.http.Text;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.wish.WishView;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.WishKind;

/** HTTP resource for the open wishes that suit a claimant. */
@Path("/api/v1/matches")
@Tag(name = "matching", description = "Which wishes suit a claimant, and which claimants a wish")
@Produces(MediaType.APPLICATION_JSON)
public class MatchResource {

  private final Matches matches;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  MatchResource(
      Matches matches, Divisions divisions, Transactions transactions, CurrentCaller caller) {
    this.matches = matches;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** Where a ranking comes from. */
  @Schema(
      name = "MatchSource",
      description =
          "DATABASE: this instance's snapshot is not up to date, and only the newest wishes of the"
              + " claimant's streets were ranked")
  public enum Source {
    SNAPSHOT,
    DATABASE
  }

  /** A wish that suits the claimant. */
  @Schema(name = "Match", description = "An open wish that the claimant can claim now.")
  public record Match(
      @Schema(required = true) WishView wish,
      @Schema(required = true, description = "The sum of the points", examples = "90") int score,
      @Schema(required = true, description = "The terms with points, the strongest first")
          List<ReasonView> reasons) {}

  /** A page of matches. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "MatchPage",
      description =
          "Wishes in order of score, then the newest first. The same tree size, day and version of the"
              + " weights give the same order.")
  public record MatchPage(
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
      @Schema(required = true) Source source,
      MatchClosed closed,
      @Schema(required = true) List<Match> items,
      String nextCursor) {}

  /** The query parameters of the list of matches. */
  public static class MatchQuery {
    @QueryParam("kind")
    WishKind kind;

    @QueryParam("category")
    Category category;

    @QueryParam("channel")
    Channel channel;

    @QueryParam("division")
    @Parameter(description = "Code or path of a community or larger division; its whole subtree")
    @Text(max = DivisionCode.MAX_LENGTH)
    String division;

    @QueryParam("from")
    @Parameter(description = "First day (Asia/Shanghai) of first publication")
    LocalDate from;

    @QueryParam("to")
    @Parameter(description = "Last day (Asia/Shanghai) of first publication")
    LocalDate to;

    @QueryParam("sort")
    @Parameter(description = "Default: SCORE")
    MatchSort sort;

    @QueryParam("q")
    @Parameter(description = "Words that must all be in the title or summary")
    @Text(max = 40)
    String text;
  }

  @GET
  @RolesAllowed({Role.Name.MEMBER, Role.Name.STEWARD})
  @SeesEntry(Snapshot.class)
  @Operation(
      operationId = "listMatches",
      summary = "Lists open wishes that suit the caller",
      description =
          "For a member, wishes that it can claim itself; for a steward, wishes that its"
              + " organisation can claim. Each was checked against the rules of claims on its"
              + " current data, and agrees with what the claimant is open to (`changeMemberOpenness`,"
              + " `changeOrganisationOpenness`)."
              + " The score is the sum of the points of its reasons. A page may have fewer items"
              + " than `limit`, even none, and still a `nextCursor`. `closed` says why there are"
              + " none at all.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = MatchPage.class)))
  public Response matches(
      @BeanParam @Valid MatchQuery query,
      @BeanParam PageQuery page,
      @BeanParam SeesEntry.After after,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    Caller who = caller.get();
    MatchPage found =
        transactions.call(() -> matches.page(who, asked(query), language(headers), page));
    return Responses.page(uri, found, found.nextCursor());
  }

  private static Language language(HttpHeaders headers) {
    return Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
  }

  /**
   * Converts the query parameters. Throws VALIDATION_FAILED for a division below the community
   * level, because a caller must not learn which wishes are in a grid or building.
   */
  private Matches.Query asked(MatchQuery query) {
    if (query.from != null && query.to != null && query.from.isAfter(query.to)) {
      throw ProblemException.invalid(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    String path = divisions.subtree(query.division, "division");
    if (path != null && !DivisionCode.publicPath(path).equals(path)) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    return new Matches.Query(
        query.kind,
        query.category,
        query.channel,
        path,
        query.from,
        query.to,
        query.text,
        query.sort);
  }
}
