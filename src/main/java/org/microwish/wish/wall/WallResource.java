package org.microwish.wish.wall;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Separator;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.ledger.SeesEntry;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.CountedPageQuery;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Responses;
import org.microwish.platform.limits.Expensive;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.Language;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Standing;
import org.microwish.wish.Standings;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishView;

/**
 * Public HTTP resource for lists of wishes and for single wishes; logged-in callers may see more.
 * Longer than 400 lines because half of them are OpenAPI annotations.
 */
@Path("/api/v1/wishes")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WallResource {

  private final Wall wall;
  private final WishReads reads;
  private final PublicReadCache publicReads;
  private final WallQuestions questions;
  private final Standings standings;
  private final Expansions expansions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  WallResource(
      Wall wall,
      WishReads reads,
      PublicReadCache publicReads,
      WallQuestions questions,
      Standings standings,
      Expansions expansions,
      Transactions transactions,
      CurrentCaller caller) {
    this.wall = wall;
    this.reads = reads;
    this.publicReads = publicReads;
    this.questions = questions;
    this.standings = standings;
    this.expansions = expansions;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @PermitAll
  @SeesEntry
  @Expensive(with = "count")
  @Operation(
      operationId = "listWishes",
      summary = "Lists wishes",
      description =
          "Everybody sees the published wishes (the wall); collectors, operators and auditors"
              + " also see all other wishes of their division and below. Items have an `own`"
              + " part if the caller may see the private part of the wish: own wishes with"
              + " `mine`, and wishes of the caller's division; before publication with `title`"
              + " and `details`. `division` is a code or path and selects its whole subtree;"
              + " only operators and collectors of the place, and callers who ask for `mine`,"
              + " may name one below a community. `from` and `to` are the first and last day"
              + " (Asia/Shanghai) of first publication. `organisation` selects wishes with an"
              + " ACTIVE or COMPLETED claim of that organisation or its members. `q` is one or"
              + " more words, separated by blanks, that must all be in the title or summary; a"
              + " page of such a list may have fewer items than `limit`, even none, and still a"
              + " `nextCursor`. `mine` selects the wishes that the caller created and has not"
              + " handed over, that were handed over to the caller, or whose resident or partner"
              + " the caller is; it needs a login.")
  @APIResponse(
      responseCode = "200",
      headers = @Header(name = PublicReadCache.TREE_SIZE, ref = PublicReadCache.TREE_SIZE),
      content = @Content(schema = @Schema(implementation = WishPage.class)))
  public Response list(
      @BeanParam @Valid WallQuery query,
      @BeanParam CountedPageQuery page,
      @BeanParam SeesEntry.After after,
      @Context HttpHeaders headers,
      @Context UriInfo uri) {
    Language language = language(headers);
    Caller who = caller.find().orElse(null);
    Wall.Query asked = questions.of(who, query);
    if (Wall.seesMore(who, asked)) {
      return Responses.page(
          uri, transactions.call(() -> wall.page(who, asked, language, page)).page());
    }
    Optional<Long> treeSize = publicReads.treeSize();
    PublicReadCache.Body kept =
        publicReads.page(
            SeesEntry.After.without(uri.getRequestUri().getRawQuery()),
            language,
            () -> {
              Wall.Shown read = transactions.call(() -> wall.page(null, asked, language, page));
              String next = read.page().nextCursor();
              return publicReads.body(read.page(), null, next, read.complete());
            });
    return trueOf(treeSize, Responses.page(uri, kept.bytes(), kept.nextCursor()));
  }

  private static Language language(HttpHeaders headers) {
    return Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
  }

  /** Describes a page of wishes in the API contract. */
  record WishPage(
      List<WishView> items,
      String nextCursor,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long total) {}

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
              + " wish's division, for the member that recorded it until its review is decided,"
              + " and, while their claim is ACTIVE, for claimants and participants. Collectors,"
              + " operators, auditors and partners see names, telephone numbers and addresses"
              + " masked; operators read them unmasked with `readWishContact`. With the token of"
              + " a member or steward, `claimedByMe`, `mayClaim` and `mayNotClaim` say whether"
              + " the caller holds a claim and whether a new claim would be accepted; `expand`"
              + " includes the claims and their organisations, which saves further requests.")
  @APIResponse(
      responseCode = "200",
      headers = @Header(name = PublicReadCache.TREE_SIZE, ref = PublicReadCache.TREE_SIZE),
      content = @Content(schema = @Schema(implementation = Expansions.ExpandedWish.class)))
  public Response get(
      @PathParam("id") Id id,
      @QueryParam("expand")
          @Separator(",")
          @Parameter(
              description =
                  "What to include in `expanded`: the claims that the caller may see (needs a token),"
                      + " and the organisations that claim or whose members claim")
          List<Expansion> expand,
      @Context HttpHeaders headers) {
    Language language = language(headers);
    Set<Expansion> wanted = expand == null ? Set.of() : Set.copyOf(expand);
    Caller who = wanted.contains(Expansion.claims) ? caller.get() : caller.find().orElse(null);
    if (who == null && wanted.isEmpty()) {
      Optional<Long> treeSize = publicReads.treeSize();
      PublicReadCache.Body kept =
          publicReads.wish(id.value(), language, () -> readPublicly(id, language));
      return trueOf(treeSize, Responses.ok(headers, kept.bytes(), kept.tag()));
    }
    return transactions.call(
        () -> {
          Wish wish = reads.require(who, id.value());
          Standing standing = who == null ? null : standings.of(who, List.of(wish)).get(wish.id);
          WishView view = reads.view(who, wish, language, standing);
          if (wanted.isEmpty()) {
            return Responses.ok(headers, view, tag(wish, view, language));
          }
          byte[] whole = expansions.of(who, wish, view, wanted);
          return Responses.ok(headers, whole, ETag.hash(new String(whole, StandardCharsets.UTF_8)));
        });
  }

  private PublicReadCache.Body readPublicly(Id id, Language language) {
    return transactions.call(
        () -> {
          Wish wish = reads.require(null, id.value());
          WishView view = reads.view(null, wish, language, null);
          return publicReads.body(view, tag(wish, view, language), null, !wish.awaitsNumber());
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
   * Returns an ETag that depends on the version of the wish and on everything that can change the
   * answer without a new version: erasure, masking, moderation findings, possible duplicates, the
   * serial number, the claimants' names, whether the caller may claim, the name of the subcategory,
   * the addresses of the cover image (which expire), and the language.
   */
  private static ETag tag(Wish wish, WishView view, Language language) {
    WishView.OwnPart own = view.own();
    String seen = own == null ? "" : own.title() == null ? "none" : own.masked() ? "masked" : "own";
    if (own != null && !own.blockedBy().isEmpty()) {
      // Moderation findings also change without a new version of the wish.
      seen += "blocked" + Integer.toHexString(own.blockedBy().toString().hashCode());
    }
    if (own != null && !own.duplicates().isEmpty()) {
      seen += "like" + Integer.toHexString(own.duplicates().toString().hashCode());
    }
    String variant = wish.awaitsNumber() ? seen + "unnumbered" : seen;
    if (view.claimants() != null
        || view.mayClaim() != null
        || view.labels().subcategory() != null
        || view.cover() != null
        || language != Language.ZH) {
      int shown =
          Objects.hash(
              String.valueOf(view.claimants()),
              view.claimedByMe(),
              String.valueOf(view.mayNotClaim()),
              view.labels().subcategory(),
              String.valueOf(view.cover()),
              language.tag());
      variant += "shown" + Integer.toHexString(shown);
    }
    return variant.isEmpty() ? ETag.of(wish.version) : ETag.of(wish.version, variant);
  }
}
