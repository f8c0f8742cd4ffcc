package org.microwish.home;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.PermitAll;
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
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.microwish.lifecycle.inbox.Inbox;
import org.microwish.lifecycle.inbox.InboxCount;
import org.microwish.lifecycle.inbox.InboxView;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.http.Text;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.statistics.OverviewView;
import org.microwish.statistics.Overviews;
import org.microwish.wish.Standings;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishView;
import org.microwish.wish.claim.ClaimReads;
import org.microwish.wish.claim.ClaimSort;
import org.microwish.wish.claim.ClaimView;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.wall.Wall;

/** HTTP resource for the first screen of a front end. */
@Path("/api/v1/home")
@Tag(name = "home", description = "What a front end shows first, and the dictionary of labels")
@Produces(MediaType.APPLICATION_JSON)
public class HomeResource {

  /**
   * Maximum number of wishes on the screen. The two constants below are the maximum numbers of
   * claims and of inbox items.
   */
  private static final int WISHES = 10;

  private static final int CLAIMS = 5;
  private static final int ITEMS = 5;

  private static final Set<ClaimState> LIVE = EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE);

  private final Overviews overviews;
  private final Wall wall;
  private final WishReads reads;
  private final Standings standings;
  private final ClaimReads claims;
  private final Inbox inbox;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;
  private final ObjectMapper json;

  HomeResource(
      Overviews overviews,
      Wall wall,
      WishReads reads,
      Standings standings,
      ClaimReads claims,
      Inbox inbox,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller,
      ObjectMapper json) {
    this.overviews = overviews;
    this.wall = wall;
    this.reads = reads;
    this.standings = standings;
    this.claims = claims;
    this.inbox = inbox;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
    this.json = json;
  }

  /** The content of the first screen. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Home", description = "The first screen of a front end.")
  public record HomeView(
      @Schema(required = true, description = "Like `getStatisticsOverview`") OverviewView counts,
      @Schema(required = true, description = "The newest OPEN wishes, at most 10")
          List<WishView> wishes,
      @Schema(
              description =
                  "The caller's PENDING and ACTIVE claims, the earliest deadline first, at most 5;"
                      + " only for members and stewards")
          List<ClaimView> claims,
      @Schema(description = "Missing without a token, and for roles without an inbox")
          HomeInbox inbox) {}

  /** The inbox part of the first screen. */
  @Schema(name = "HomeInbox", description = "What the caller has not read yet.")
  public record HomeInbox(
      @Schema(required = true, description = "The number of unread items", examples = "3")
          long unread,
      @Schema(required = true, description = "The most urgent unread items, at most 5")
          List<InboxView> items) {}

  /** The query parameters of the first screen. */
  public static class HomeQuery {
    @QueryParam("division")
    @Parameter(
        description =
            "Code or path of a community or larger division, whose counts and wishes are shown;"
                + " default: all",
        example = "440104013000")
    @Text(max = DivisionCode.MAX_LENGTH)
    String division;
  }

  @GET
  @PermitAll
  @Conditional
  @SeesEntry
  @Operation(
      operationId = "getHome",
      summary = "Reads the first screen of a front end",
      description =
          "Everybody gets the counts and the newest open wishes. With a token also what waits for the"
              + " caller: for members and stewards their live claims, and on each wish whether they"
              + " hold or may claim it (`claimedByMe`, `mayClaim`, `mayNotClaim`); and the unread"
              + " items of the inbox. Below 10 kB compressed.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = HomeView.class)))
  public Response get(
      @BeanParam @Valid HomeQuery query,
      @BeanParam SeesEntry.After after,
      @Context HttpHeaders headers) {
    Caller who = caller.find().orElse(null);
    Language language = Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    HomeView view = transactions.call(() -> view(who, path(query), language));
    byte[] body = text(view);
    return Responses.ok(headers, body, ETag.hash(new String(body, StandardCharsets.UTF_8)));
  }

  /**
   * Returns the path of the requested division; null for all. Refuses a grid or building, because
   * callers must not learn which wishes are in it.
   */
  private String path(HomeQuery query) {
    String path = divisions.subtree(query.division, "division");
    if (path != null && !DivisionCode.publicPath(path).equals(path)) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    return path;
  }

  private HomeView view(Caller who, String path, Language language) {
    List<Wish> newest = wall.newest(path, WISHES);
    return new HomeView(
        overviews.of(path),
        // Passes no caller, so that the wishes show only their public parts, as the wall does.
        reads.views(null, newest, language, who == null ? Map.of() : standings.of(who, newest)),
        who != null && claims(who) ? mine(who) : null,
        who != null
                && who.is(Role.RESIDENT, Role.COLLECTOR, Role.MEMBER, Role.STEWARD, Role.OPERATOR)
            ? inbox(who)
            : null);
  }

  private static boolean claims(Caller who) {
    return (who.is(Role.MEMBER) && who.memberId() != null)
        || (who.is(Role.STEWARD) && who.organisationId() != null);
  }

  private List<ClaimView> mine(Caller who) {
    ClaimReads.OwnQuery live = new ClaimReads.OwnQuery(LIVE, null, null, ClaimSort.DEADLINE);
    return claims.ownClaims(who, live, PageQuery.first(CLAIMS)).items();
  }

  private HomeInbox inbox(Caller who) {
    return new HomeInbox(
        inbox.counts(who).stream().mapToLong(InboxCount::unread).sum(),
        inbox.list(who, null, true, PageQuery.first(ITEMS)).items());
  }

  private byte[] text(HomeView view) {
    try {
      return json.writeValueAsBytes(view);
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }
}
