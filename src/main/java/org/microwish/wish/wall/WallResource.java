package org.microwish.wish.wall;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.SeesEntry;
import org.microwish.lifecycle.serial.numbering.SerialNumber;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishView;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;

/**
 * Public HTTP resource for lists of wishes and for single wishes; logged-in callers may see more.
 */
@Path("/api/v1/wishes")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WallResource {

  private final Wall wall;
  private final WishReads reads;
  private final PublicReadCache publicReads;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  WallResource(
      Wall wall,
      WishReads reads,
      PublicReadCache publicReads,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller) {
    this.wall = wall;
    this.reads = reads;
    this.publicReads = publicReads;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** The query parameters of the list of wishes. */
  public static class WallQuery {
    @QueryParam("number")
    @Parameter(description = "A complete serial number (编号)", example = SerialNumber.EXAMPLE)
    @WellFormed(SerialNumber.Form.class)
    String number;

    @QueryParam("kind")
    WishKind kind;

    @QueryParam("category")
    Category category;

    @QueryParam("channel")
    Channel channel;

    @QueryParam("state")
    List<WishState> states;

    @QueryParam("division")
    @Text(max = DivisionCode.MAX_LENGTH)
    String division;

    @QueryParam("organisation")
    Id organisation;

    @QueryParam("from")
    LocalDate from;

    @QueryParam("to")
    LocalDate to;

    @QueryParam("q")
    @Text(max = 40)
    String text;

    @QueryParam("mine")
    Boolean mine;
  }

  @GET
  @PermitAll
  @SeesEntry
  @Operation(
      operationId = "listWishes",
      summary = "Lists wishes, newest first",
      description =
          "Everybody sees the published wishes (the wall); collectors, operators and auditors also"
              + " see all other wishes of their division and below. Items have an `own` part"
              + " if the caller may see the private part of the wish: own wishes with `mine`, and"
              + " wishes of the caller's division; before publication with `title` and `details`."
              + " `division` is a code or"
              + " path and selects its whole subtree; only operators and collectors of the place,"
              + " and callers who ask for `mine`, may name one below a community. `from` and `to`"
              + " are the first and last day (Asia/Shanghai) of first publication. `organisation`"
              + " selects wishes with an ACTIVE or COMPLETED claim of that organisation or its"
              + " members. `q` is one or more words, separated by blanks, that must all be in the"
              + " title or summary; a page of such a list may have fewer items than `limit`, even none,"
              + " and still a `nextCursor`. `mine` selects the wishes that"
              + " the caller created, or whose resident or partner it is; it needs a login.")
  @APIResponse(
      responseCode = "200",
      headers = @Header(name = PublicReadCache.TREE_SIZE, ref = PublicReadCache.TREE_SIZE),
      content = @Content(schema = @Schema(implementation = WishPage.class)))
  public Response list(
      @BeanParam @Valid WallQuery query,
      @BeanParam PageQuery page,
      @BeanParam SeesEntry.After after,
      @Context UriInfo uri) {
    Caller who = Boolean.TRUE.equals(query.mine) ? caller.get() : caller.find().orElse(null);
    Wall.Query asked = question(who, query);
    if (Wall.seesMore(who, asked)) {
      return Responses.page(uri, transactions.call(() -> wall.page(who, asked, page)).page());
    }
    Optional<Long> treeSize = publicReads.treeSize();
    PublicReadCache.Body kept =
        publicReads.page(
            SeesEntry.After.without(uri.getRequestUri().getRawQuery()),
            () -> {
              Wall.Shown read = transactions.call(() -> wall.page(null, asked, page));
              String next = read.page().nextCursor();
              return publicReads.body(read.page(), null, next, read.complete());
            });
    return trueOf(treeSize, Responses.page(uri, kept.json(), kept.nextCursor()));
  }

  private Wall.Query question(Caller who, WallQuery query) {
    if (query.from != null && query.to != null && query.from.isAfter(query.to)) {
      throw ProblemException.invalid(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    String subtree =
        query.division == null
            ? null
            : transactions.call(() -> divisions.subtree(query.division, "division"));
    if (subtree != null
        && !DivisionCode.publicPath(subtree).equals(subtree)
        && !seesBuildings(who, subtree, query)) {
      throw ProblemException.invalid(FieldError.query("division", FieldFault.NOT_ALLOWED));
    }
    return new Wall.Query(
        query.number,
        query.kind,
        query.category,
        query.channel,
        query.states == null ? List.of() : query.states,
        subtree,
        query.organisation == null ? null : query.organisation.value(),
        startOf(query.from),
        query.to == null ? null : startOf(query.to.plusDays(1)),
        query.text,
        Boolean.TRUE.equals(query.mine));
  }

  /**
   * Whether the caller may learn which wishes are in a grid or building: to others, the list shows
   * only the community, and a list of each building would reveal the rest.
   */
  private static boolean seesBuildings(Caller who, String path, WallQuery query) {
    return Boolean.TRUE.equals(query.mine)
        || (who != null && who.is(Role.OPERATOR, Role.COLLECTOR) && who.covers(path));
  }

  private static Instant startOf(LocalDate day) {
    return day == null ? null : day.atStartOfDay(Time.ZONE).toInstant();
  }

  /** Describes a page of wishes in the API contract. */
  record WishPage(List<WishView> items, String nextCursor) {}

  @GET
  @Path("/{id}")
  @PermitAll
  @Conditional
  @Operation(
      operationId = "getWish",
      summary = "Reads a wish",
      description =
          "Everybody sees a published wish, unless it was unpublished. `own` is included for the"
              + " resident, the wish's partner, the collectors, operators and auditors of the"
              + " wish's division, and, while their claim is ACTIVE, claimants and participants."
              + " Collectors, operators, auditors and partners see names, telephone numbers and"
              + " addresses masked; operators read them unmasked with `readWishContact`.")
  @APIResponse(
      responseCode = "200",
      headers = @Header(name = PublicReadCache.TREE_SIZE, ref = PublicReadCache.TREE_SIZE),
      content = @Content(schema = @Schema(implementation = WishView.class)))
  public Response get(@PathParam("id") Id id, @Context HttpHeaders headers) {
    Caller who = caller.find().orElse(null);
    if (who == null) {
      Optional<Long> treeSize = publicReads.treeSize();
      PublicReadCache.Body kept = publicReads.wish(id.value(), () -> readPublicly(id));
      return trueOf(treeSize, Responses.ok(headers, kept.json(), kept.tag()));
    }
    return transactions.call(
        () -> {
          Wish wish = reads.require(who, id.value());
          WishView view = reads.view(who, wish);
          return Responses.ok(headers, view, tag(wish, view));
        });
  }

  private PublicReadCache.Body readPublicly(Id id) {
    return transactions.call(
        () -> {
          Wish wish = reads.require(null, id.value());
          WishView view = reads.view(null, wish);
          return publicReads.body(view, tag(wish, view), null, !wish.awaitsNumber());
        });
  }

  /**
   * Adds the header {@link PublicReadCache#TREE_SIZE} to an answer.
   *
   * @param treeSize the tree size, which must be read before the answer is looked up; if empty, no
   *     header is added
   */
  private static Response trueOf(Optional<Long> treeSize, Response answer) {
    return treeSize.isEmpty()
        ? answer
        : Response.fromResponse(answer).header(PublicReadCache.TREE_SIZE, treeSize.get()).build();
  }

  /**
   * Returns an ETag that depends on the version of the wish and on what the caller sees: erasure,
   * masking, moderation findings and the serial number change the answer without a new version.
   */
  private static ETag tag(Wish wish, WishView view) {
    WishView.OwnPart own = view.own();
    String seen = own == null ? "" : own.title() == null ? "none" : own.masked() ? "masked" : "own";
    if (own != null && !own.blockedBy().isEmpty()) {
      // Moderation findings change without a new version of the wish, too.
      seen += "blocked" + Integer.toHexString(own.blockedBy().toString().hashCode());
    }
    if (own != null && !own.duplicates().isEmpty()) {
      seen += "like" + Integer.toHexString(own.duplicates().toString().hashCode());
    }
    String variant = wish.awaitsNumber() ? seen + "unnumbered" : seen;
    return variant.isEmpty() ? ETag.of(wish.version) : ETag.of(wish.version, variant);
  }
}
