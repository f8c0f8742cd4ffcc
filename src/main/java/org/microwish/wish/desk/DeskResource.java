package org.microwish.wish.desk;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Separator;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.caller.TokenContent;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.http.CountedPageQuery;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Text;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemException;
import org.microwish.wish.claim.ClaimReads;
import org.microwish.wish.claim.ClaimView;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/** HTTP resource for the lists with which the staff of a division work. */
@Path("/api/v1/desk")
@Tag(name = "desk", description = "Lists for the staff of a division: what waits and what is late")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.AUDITOR})
public class DeskResource {

  private static final String DIVISION =
      "Code or path of a division within the caller's; includes everything below it. Default: the"
          + " caller's division.";

  private final Desk desk;
  private final ClaimReads claims;
  private final DeskInvitations invitations;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  DeskResource(
      Desk desk,
      ClaimReads claims,
      DeskInvitations invitations,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller) {
    this.desk = desk;
    this.claims = claims;
    this.invitations = invitations;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** The query parameters of the list of wishes. */
  public static class DeskQuery {
    @QueryParam("kind")
    WishKind kind;

    @QueryParam("category")
    Category category;

    @QueryParam("channel")
    Channel channel;

    @QueryParam("state")
    @Separator(",")
    List<WishState> states;

    @QueryParam("division")
    @Parameter(description = DIVISION)
    @Text(max = DivisionCode.MAX_LENGTH)
    String division;

    @QueryParam("collector")
    @Parameter(
        description =
            "The account that looks after the wish: `own.collector` or, without one,"
                + " `own.createdBy`")
    @Pattern(regexp = TokenContent.ACCOUNT)
    String collector;

    @QueryParam("overdue")
    @Parameter(description = "true: only wishes with something that is late")
    Boolean overdue;

    @QueryParam("sort")
    @Parameter(
        description =
            "OLDEST (default) and NEWEST sort by creation, DEADLINE by the deadline of the one"
                + " `state` that the list must then select")
    DeskSort sort;

    Desk.Query asked(String path) {
      Set<WishState> selected = EnumSet.noneOf(WishState.class);
      if (states != null) {
        selected.addAll(states);
      }
      return new Desk.Query(
          kind,
          category,
          channel,
          selected,
          path,
          collector,
          Boolean.TRUE.equals(overdue),
          sort == null ? DeskSort.OLDEST : sort);
    }
  }

  @GET
  @Path("/wishes")
  @Operation(
      operationId = "listDeskWishes",
      summary = "Lists the wishes of the caller's division in any state",
      description =
          "For the collectors, operators and auditors of a division: oldest first, or by deadline,"
              + " with waiting days. Before publication, `own` contains `title` and `details`; names,"
              + " telephone numbers and addresses are not listed. A change is in the list as soon as"
              + " its command was answered.")
  @APIResponseSchema(DeskWishPage.class)
  public Page<DeskWish> wishes(
      @BeanParam @Valid DeskQuery query, @BeanParam PageQuery page, @Context HttpHeaders headers) {
    Caller who = caller.get();
    Language language = Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    return transactions.call(
        () -> desk.wishes(who, query.asked(path(who, query.division)), language, page));
  }

  /** Describes a page of wishes in the API contract. */
  record DeskWishPage(List<DeskWish> items, String nextCursor) {}

  /** The numbers of wishes by state. */
  @Schema(
      name = "DeskWishCounts",
      description =
          "The number of wishes in each state. `more` is true if counting stopped at 10,000.")
  public record Counts(List<StateCount> items) {}

  /** The number of wishes in one state. */
  @Schema(name = "DeskWishCount")
  public record StateCount(WishState state, long count, boolean more) {}

  @GET
  @Path("/wish-counts")
  @Operation(
      operationId = "countDeskWishes",
      summary = "Counts the wishes of the caller's division by state",
      description = "For the collectors, operators and auditors of a division.")
  public Counts counts(
      @QueryParam("division")
          @Parameter(description = DIVISION)
          @Text(max = DivisionCode.MAX_LENGTH)
          String division) {
    Caller who = caller.get();
    return transactions.call(() -> new Counts(desk.counts(path(who, division))));
  }

  @GET
  @Path("/claims")
  @Operation(
      operationId = "listDeskClaims",
      summary = "Lists the claims on wishes of the caller's division, by deadline",
      description =
          "For the collectors, operators and auditors of a division. Claims of one state, the"
              + " earliest deadline first: of the approval (PENDING), of contact or completion"
              + " (ACTIVE), or by their end (other states). `state=PENDING` are the claims that"
              + " wait for approval. Contact data is not included.")
  @Expensive(with = "count")
  @APIResponseSchema(DeskClaimPage.class)
  public Page<ClaimView> claims(
      @QueryParam("state") @Parameter(description = "Default: ACTIVE") ClaimState state,
      @QueryParam("overdue")
          @Parameter(
              description =
                  "true: only ACTIVE claims that are overdue, or PENDING claims whose approval is"
                      + " late")
          Boolean overdue,
      @QueryParam("dueBefore")
          @Parameter(
              description =
                  "Only ACTIVE claims not delivered yet, or PENDING claims, whose deadline is"
                      + " before this day (Asia/Shanghai)")
          LocalDate dueBefore,
      @QueryParam("division")
          @Parameter(description = DIVISION)
          @Text(max = DivisionCode.MAX_LENGTH)
          String division,
      @QueryParam("organisation")
          @Parameter(description = "Only claims of this organisation and of its members")
          Id organisation,
      @QueryParam("updatedSince")
          @Parameter(description = "Only claims on wishes that changed at this time or later")
          Instant updatedSince,
      @BeanParam CountedPageQuery page) {
    Caller who = caller.get();
    return transactions.call(
        () ->
            claims.inDivision(
                new ClaimReads.Query(
                    state == null ? ClaimState.ACTIVE : state,
                    Boolean.TRUE.equals(overdue),
                    dueBefore == null ? null : dueBefore.atStartOfDay(Time.ZONE).toInstant(),
                    path(who, division),
                    organisation == null ? null : organisation.value(),
                    updatedSince),
                page));
  }

  /** Describes a page of claims in the API contract. */
  record DeskClaimPage(
      List<ClaimView> items,
      String nextCursor,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long total) {}

  @GET
  @Path("/invitations")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.AUDITOR})
  @Operation(
      operationId = "listDeskInvitations",
      summary = "Lists the invitations to wishes of the caller's division, newest first",
      description =
          "For the operators and auditors of a division: invitations and places in waiting lists,"
              + " whom they are for, to which wish, and when they run out. Names of members are"
              + " masked.")
  @APIResponseSchema(DeskInvitationPage.class)
  public Page<DeskInvitation> invitations(
      @QueryParam("state") @Separator(",") List<InvitationState> states,
      @QueryParam("wish") @Parameter(description = "Only invitations to this wish") Id wish,
      @QueryParam("division")
          @Parameter(description = DIVISION)
          @Text(max = DivisionCode.MAX_LENGTH)
          String division,
      @BeanParam PageQuery page) {
    Caller who = caller.get();
    return transactions.call(
        () ->
            invitations.page(
                states, path(who, division), wish == null ? null : wish.value(), page));
  }

  /** Describes a page of invitations in the API contract. */
  record DeskInvitationPage(List<DeskInvitation> items, String nextCursor) {}

  /**
   * Returns the path of the division to list: the caller's own, or the given one within it. An
   * auditor may not learn which wishes are in a grid or building.
   */
  private String path(Caller who, String division) {
    if (who.divisionPath() == null) {
      throw Caller.forbidden();
    }
    if (division == null) {
      return who.divisionPath();
    }
    String path = divisions.subtree(division, "division");
    boolean below = !DivisionCode.publicPath(path).equals(path);
    if (!who.covers(path) || (below && who.is(Role.AUDITOR))) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    return path;
  }
}
