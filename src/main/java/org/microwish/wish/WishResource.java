package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.contract.Conditional;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Cursor;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Filters;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Responses;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.WishKind;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.Posting;

/** Wishes and micro-projects over HTTP: the wall, and every command on a wish as a whole. */
@Path("/api/v1/wishes")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishResource {

  @Inject WishDrafting drafting;
  @Inject WishReview review;
  @Inject WishClosing closing;
  @Inject WishConfirmation confirmation;
  @Inject WishCorrections corrections;
  @Inject WishMoney money;
  @Inject WishMeetings meetings;
  @Inject WishReads reads;
  @Inject PublicReads publicReads;
  @Inject Divisions divisions;
  @Inject CurrentCaller caller;
  @Inject Commands commands;
  @Inject Transactions transactions;
  @Context HttpHeaders headers;

  /** What the wall can be asked for. */
  public static class WallQuery {
    @QueryParam("kind")
    WishKind kind;

    @QueryParam("category")
    Category category;

    @QueryParam("channel")
    Channel channel;

    @QueryParam("state")
    List<WishState> states;

    @QueryParam("division")
    @Text(max = 24)
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
  @Operation(
      operationId = "listWishes",
      summary = "Lists wishes, newest first",
      description =
          "The wall: published wishes for everybody; staff also see what is not public in their"
              + " divisions. `from` and `to` are days (Asia/Shanghai, inclusive) of first"
              + " publication; `organisation` has a claim that counts; `q` looks in title and"
              + " summary; `mine` are the caller's own.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishPage.class)))
  public Response list(
      @BeanParam @Valid WallQuery query, @BeanParam PageQuery page, @Context UriInfo uri) {
    Caller who = caller.find().orElse(null);
    boolean mine = Boolean.TRUE.equals(query.mine);
    if (mine) {
      who = caller.get();
    }
    if (query.from != null && query.to != null && query.from.isAfter(query.to)) {
      throw ProblemException.invalid(FieldError.query("to", FieldFault.WRONG_ORDER));
    }
    List<WishState> states = query.states == null ? List.of() : query.states;
    Filters filters =
        Filters.of(
            "kind",
            query.kind,
            "category",
            query.category,
            "channel",
            query.channel,
            "state",
            states,
            "division",
            query.division,
            "organisation",
            query.organisation,
            "from",
            query.from,
            "to",
            query.to,
            "q",
            query.text,
            "mine",
            mine);
    Long before = page.after(filters).map(cursor -> cursor.number(0)).orElse(null);
    WishReads.Query asked = question(query, states, mine);
    Caller asking = who;
    if (WishReads.seesMore(who, asked)) {
      Page<WishView> read = transactions.call(() -> page(asking, asked, before, page, filters));
      return Responses.page(uri, read);
    }
    Optional<Long> treeSize = publicReads.treeSize();
    PublicReads.Body kept =
        publicReads.page(
            uri.getRequestUri().getRawQuery(),
            () -> {
              Page<WishView> read =
                  transactions.call(() -> page(null, asked, before, page, filters));
              return publicReads.body(read, null, read.nextCursor());
            });
    return trueOf(treeSize, Responses.page(uri, kept.json(), kept.nextCursor()));
  }

  private WishReads.Query question(WallQuery query, List<WishState> states, boolean mine) {
    String subtree =
        query.division == null
            ? null
            : transactions.call(() -> divisions.subtree(query.division, "division"));
    return new WishReads.Query(
        query.kind,
        query.category,
        query.channel,
        states,
        subtree,
        query.organisation == null ? null : query.organisation.value(),
        startOf(query.from),
        query.to == null ? null : startOf(query.to.plusDays(1)),
        query.text,
        mine);
  }

  private Page<WishView> page(
      Caller who, WishReads.Query asked, Long before, PageQuery page, Filters filters) {
    List<Wish> rows = reads.list(who, asked, before, page);
    Page<Wish> shown = Page.of(rows, page, filters, wish -> wish, wish -> Cursor.at(wish.id));
    return new Page<>(reads.views(shown.items()), shown.nextCursor());
  }

  private static Instant startOf(LocalDate day) {
    return day == null ? null : day.atStartOfDay(Time.ZONE).toInstant();
  }

  /** For the contract: a page of wishes. */
  record WishPage(List<WishView> items, String nextCursor) {}

  @POST
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Operation(
      operationId = "createWish",
      summary = "Puts a wish on record as a draft",
      description =
          "A resident for itself; a collector, operator or partner for somebody in its division.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response create(@NotNull @Valid WishDraft draft) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, draft.occurredAt());
    return commands.create(
        who,
        "createWish",
        headers,
        draft,
        () -> {
          WishReceipt receipt = drafting.create(who, draft, at, false);
          return Answer.created("/wishes/" + receipt.wishId(), receipt);
        });
  }

  @GET
  @Path("/{id}")
  @PermitAll
  @Conditional
  @Operation(
      operationId = "getWish",
      summary = "Reads a wish",
      description =
          "`own` is there for its resident, staff of its division, its partner, and while a claim"
              + " is active its claimant and participants. Staff and partners see names, numbers"
              + " and addresses masked; an operator reads them with `readWishContact`.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishView.class)))
  public Response get(@PathParam("id") Id id) {
    Caller who = caller.find().orElse(null);
    if (who == null) {
      Optional<Long> treeSize = publicReads.treeSize();
      PublicReads.Body kept = publicReads.wish(id.value(), () -> readPublicly(id));
      return trueOf(treeSize, Responses.ok(headers, kept.json(), kept.tag()));
    }
    return transactions.call(
        () -> {
          Wish wish = reads.require(who, id.value());
          WishView view = reads.view(who, wish);
          ETag tag = view.own() == null ? ETag.of(wish.version) : ETag.of(wish.version, seen(view));
          return Responses.ok(headers, view, tag);
        });
  }

  private PublicReads.Body readPublicly(Id id) {
    return transactions.call(
        () -> {
          Wish wish = reads.require(null, id.value());
          return publicReads.body(reads.view(null, wish), ETag.of(wish.version), null);
        });
  }

  /**
   * Names the tree that an answer is true of.
   *
   * @param treeSize as it was before the answer was looked up
   */
  private static Response trueOf(Optional<Long> treeSize, Response answer) {
    return treeSize.isEmpty()
        ? answer
        : Response.fromResponse(answer).header(PublicReads.TREE_SIZE, treeSize.get()).build();
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.WISH_FROZEN,
    ProblemType.PRECONDITION_REQUIRED,
    ProblemType.CONSENT_REQUIRED
  })
  @Operation(
      operationId = "editWish",
      summary = "Writes a wish anew, as long as nobody has claimed it",
      description = "Its author in DRAFT and RETURNED; an operator until the first claim.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response edit(@PathParam("id") Id id, @NotNull @Valid WishDraft draft) {
    Caller who = caller.get();
    IfMatch version = IfMatch.required(headers);
    Instant at = LateRecord.at(who, draft.occurredAt());
    return run("editWish", id, draft, () -> drafting.edit(who, id.value(), draft, version, at));
  }

  @POST
  @Path("/{id}/submit")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR, Role.Name.PARTNER})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CONSENT_REQUIRED})
  @Operation(operationId = "submitWish", summary = "Hands a wish in for review")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response submit(@PathParam("id") Id id, @OptionalBody @Valid WishRequests.Plain body) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, body == null ? null : body.occurredAt());
    return run("submitWish", id, at, () -> review.submit(who, id.value(), at));
  }

  @POST
  @Path("/{id}/return")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "returnWish", summary = "Sends a wish back to its author")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response sendBack(@PathParam("id") Id id, @NotNull @Valid WishRequests.Reasoned body) {
    Caller who = caller.get();
    return run(
        "returnWish",
        id,
        body,
        () -> review.sendBack(who, id.value(), body.reason(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/reject")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "rejectWish", summary = "Refuses a wish for good")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response reject(@PathParam("id") Id id, @NotNull @Valid WishRequests.Reasoned body) {
    Caller who = caller.get();
    return run(
        "rejectWish",
        id,
        body,
        () -> review.reject(who, id.value(), body.reason(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/refer")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "referWish", summary = "Hands a wish to another body")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response refer(@PathParam("id") Id id, @NotNull @Valid WishRequests.Referral body) {
    Caller who = caller.get();
    return run(
        "referWish",
        id,
        body,
        () -> review.refer(who, id.value(), body.to(), body.reason(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/publish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.MODERATION_OPEN,
    ProblemType.CONSENT_REQUIRED
  })
  @Operation(
      operationId = "publishWish",
      summary = "Puts a wish on the wall",
      description = "The public words must be attested free of personal data.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response publish(@PathParam("id") Id id, @NotNull @Valid Publication body) {
    Caller who = caller.get();
    return run(
        "publishWish", id, body, () -> review.publish(who, id.value(), body, body.occurredAt()));
  }

  @POST
  @Path("/{id}/republish")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CONSENT_REQUIRED})
  @Operation(operationId = "republishWish", summary = "Opens an expired wish for another round")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response republish(@PathParam("id") Id id, @NotNull @Valid WishRequests.ClaimBy body) {
    Caller who = caller.get();
    return run(
        "republishWish",
        id,
        body,
        () -> review.republish(who, id.value(), body.claimBy(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/extend")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "extendWish", summary = "Moves the claim-by date of an open wish")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response extend(@PathParam("id") Id id, @NotNull @Valid WishRequests.ClaimBy body) {
    Caller who = caller.get();
    return run(
        "extendWish",
        id,
        body,
        () -> closing.extend(who, id.value(), body.claimBy(), body.reason(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/close-claiming")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "closeClaiming",
      summary = "Ends claiming though something is free",
      description = "At least one claim must be active; what was not taken is recorded.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response closeClaiming(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Reasoned body) {
    Caller who = caller.get();
    return run(
        "closeClaiming",
        id,
        body,
        () -> closing.closeClaiming(who, id.value(), body.reason(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/withdraw")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.OPERATOR})
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(
      operationId = "withdrawWish",
      summary = "Takes a wish back",
      description =
          "The resident while it is unclaimed; an operator until delivery. Live claims end and"
              + " unspent money is released.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response withdraw(@PathParam("id") Id id, @NotNull @Valid WishRequests.Reasoned body) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, body.occurredAt());
    return run(
        "withdrawWish", id, body, () -> closing.withdraw(who, id.value(), body.reason(), at));
  }

  @POST
  @Path("/{id}/confirm")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR})
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.PROXY_NOT_ALLOWED,
    ProblemType.PROXY_TOO_EARLY,
    ProblemType.EVIDENCE_REQUIRED
  })
  @Operation(
      operationId = "confirmWish",
      summary = "Confirms that a wish is done, with a rating",
      description =
          "The resident; or a proxy, with CANNOT_USE_PHONE and evidence on the wish at once, or an"
              + " operator with NO_ANSWER 14 days after delivery. A proxy has no hand in the work.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response confirm(@PathParam("id") Id id, @NotNull @Valid WishRequests.Confirmation body) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, body.occurredAt());
    return run(
        "confirmWish",
        id,
        body,
        () ->
            confirmation.confirm(
                who,
                id.value(),
                body.rating(),
                body.comment(),
                reason(body.proxy()),
                evidence(body.proxy()),
                at));
  }

  @POST
  @Path("/{id}/report-dissatisfaction")
  @RolesAllowed({Role.Name.RESIDENT, Role.Name.COLLECTOR, Role.Name.OPERATOR})
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.PROXY_NOT_ALLOWED,
    ProblemType.PROXY_TOO_EARLY,
    ProblemType.EVIDENCE_REQUIRED
  })
  @Operation(
      operationId = "reportDissatisfaction",
      summary = "Says that a wish is not done, and which claims are to be done again")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response reportDissatisfaction(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Dissatisfaction body) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, body.occurredAt());
    return run(
        "reportDissatisfaction",
        id,
        body,
        () ->
            confirmation.reportDissatisfaction(
                who,
                id.value(),
                WishRequests.set(body.claims(), "/claims"),
                body.reason(),
                reason(body.proxy()),
                evidence(body.proxy()),
                at));
  }

  @POST
  @Path("/{id}/reopen")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "reopenWish", summary = "Lets work go on after a confirmation")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response reopen(@PathParam("id") Id id, @NotNull @Valid WishRequests.Reopening body) {
    Caller who = caller.get();
    return run(
        "reopenWish",
        id,
        body,
        () ->
            confirmation.reopen(
                who,
                id.value(),
                WishRequests.set(body.claims(), "/claims"),
                body.reason(),
                body.occurredAt()));
  }

  @POST
  @Path("/{id}/correct")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.COMMITMENT_EXCEEDED})
  @Operation(
      operationId = "correctWish",
      summary = "Puts frozen fields right by a new version",
      description =
          "Names the ledger entry that said it wrongly. State, claims and participants stay;"
              + " statistics follow the corrected value.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response correct(@PathParam("id") Id id, @NotNull @Valid WishRequests.Correcting body) {
    Caller who = caller.get();
    return run(
        "correctWish",
        id,
        body,
        () ->
            corrections.correct(
                who,
                id.value(),
                body.entry().value(),
                body.values(),
                body.reason(),
                body.occurredAt()));
  }

  @POST
  @Path("/{id}/public-funds")
  @Tag(name = "funding")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.BUDGET_EXCEEDED,
    ProblemType.COMMITMENT_EXCEEDED
  })
  @Operation(operationId = "postPublicFunds", summary = "Commits, spends or releases public money")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response postPublicFunds(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.PublicFunds body) {
    Caller who = caller.get();
    Money amount = WishRequests.positive(body.amount(), "/amount");
    Movement movement = Movement.valueOf(body.movement().name());
    return create(
        "postPublicFunds",
        id,
        body,
        "postings",
        () ->
            money.postPublicFunds(
                who, id.value(), movement, amount, body.note(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/refunds")
  @Tag(name = "funding")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.MEMBER, Role.Name.STEWARD})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.SPENT_EXCEEDED})
  @Operation(operationId = "refund", summary = "Records that spent money came back")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response refund(@PathParam("id") Id id, @NotNull @Valid WishRequests.Refund body) {
    Caller who = caller.get();
    Money amount = WishRequests.positive(body.amount(), "/amount");
    Instant at = LateRecord.at(who, body.occurredAt());
    Long claim = body.claim() == null ? null : body.claim().value();
    return create(
        "refund",
        id,
        body,
        "postings",
        () -> money.refund(who, id.value(), claim, amount, body.form(), body.note(), at));
  }

  @POST
  @Path("/{id}/reversals")
  @Tag(name = "funding")
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.CLAIM_STATE_CONFLICT,
    ProblemType.BUDGET_EXCEEDED,
    ProblemType.COMMITMENT_EXCEEDED,
    ProblemType.SPENT_EXCEEDED,
    ProblemType.CORRECTION_NOT_ALLOWED
  })
  @Operation(
      operationId = "reversePosting",
      summary = "Takes a posting back and posts the right amount instead")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response reversePosting(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Reversal body) {
    Caller who = caller.get();
    return create(
        "reversePosting",
        id,
        body,
        "postings",
        () ->
            money.reversePosting(
                who,
                id.value(),
                body.posting().value(),
                body.replacement(),
                body.reason(),
                body.occurredAt()));
  }

  @GET
  @Path("/{id}/postings")
  @Tag(name = "funding")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(operationId = "listPostings", summary = "Lists a wish's postings, oldest first")
  public PostingList postings(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(
        () ->
            new PostingList(
                reads.postings(reads.requireInside(who, id.value())).stream()
                    .map(PostingView::of)
                    .toList()));
  }

  /** The postings of one wish. */
  public record PostingList(List<PostingView> items) {}

  /** One movement of money. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "Posting")
  public record PostingView(
      Id id,
      Id claimId,
      Movement movement,
      Money amount,
      Form form,
      Id reverses,
      Instant occurredAt,
      Id entryId) {
    static PostingView of(Posting posting) {
      return new PostingView(
          new Id(posting.id),
          posting.claimId == null ? null : new Id(posting.claimId),
          posting.movement(),
          Money.of(posting.amount),
          posting.form,
          posting.reverses == null ? null : new Id(posting.reverses),
          posting.occurredAt,
          new Id(posting.entryId));
    }
  }

  @POST
  @Path("/{id}/meetings")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.COLLECTOR})
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.CORRECTION_NOT_ALLOWED})
  @Operation(
      operationId = "recordMeeting",
      summary = "Records a coordination meeting of a micro-project")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response recordMeeting(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.MeetingHeld body) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, body.occurredAt());
    return create(
        "recordMeeting",
        id,
        body,
        "meetings",
        () ->
            meetings.holdMeeting(
                who,
                id.value(),
                body.heldAt(),
                body.participants(),
                body.attendees(),
                body.agreed(),
                at));
  }

  @GET
  @Path("/{id}/meetings")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(operationId = "listMeetings", summary = "Lists a project's meetings, oldest first")
  public MeetingList meetings(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(
        () ->
            new MeetingList(
                reads.meetings(reads.requireInside(who, id.value())).stream()
                    .map(MeetingView::of)
                    .toList()));
  }

  /** The meetings of one project. */
  public record MeetingList(List<MeetingView> items) {}

  /** A meeting; who came and what was agreed are among the wish's notes. */
  @Schema(name = "Meeting")
  public record MeetingView(Id id, Instant heldAt, int participants, Id entryId) {
    static MeetingView of(Meeting meeting) {
      return new MeetingView(
          new Id(meeting.id), meeting.heldAt, meeting.participants, new Id(meeting.entryId));
    }
  }

  @POST
  @Path("/{id}/follow-ups")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.COLLECTOR})
  @Problems({ProblemType.WISH_STATE_CONFLICT})
  @Operation(operationId = "recordFollowUp", summary = "Records a visit after a wish was fulfilled")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = WishReceipt.class)))
  public Response recordFollowUp(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.FollowUpMade body) {
    Caller who = caller.get();
    Instant at = LateRecord.at(who, body.occurredAt());
    return create(
        "recordFollowUp",
        id,
        body,
        "follow-ups",
        () -> meetings.followUp(who, id.value(), body.visitedOn(), body.result(), body.note(), at));
  }

  @GET
  @Path("/{id}/follow-ups")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "listFollowUps",
      summary = "Lists the visits after a wish was fulfilled, oldest first")
  public FollowUpList followUps(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(
        () ->
            new FollowUpList(
                reads.followUps(reads.requireInside(who, id.value())).stream()
                    .map(FollowUpView::of)
                    .toList()));
  }

  /** The follow-up visits of one wish. */
  public record FollowUpList(List<FollowUpView> items) {}

  /** A follow-up visit; its words are among the wish's notes. */
  @Schema(name = "FollowUp")
  public record FollowUpView(Id id, LocalDate visitedOn, FollowUp.Result result, Id entryId) {
    static FollowUpView of(FollowUp visit) {
      return new FollowUpView(
          new Id(visit.id), visit.visitedOn, visit.result, new Id(visit.entryId));
    }
  }

  @GET
  @Path("/{id}/notes")
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR,
    Role.Name.PARTNER
  })
  @Operation(
      operationId = "listNotes",
      summary = "Lists what was written about a wish, oldest first",
      description = "Reasons, assessments, progress, deliveries; a claimant sees its own claims'.")
  public NoteList notes(@PathParam("id") Id id) {
    Caller who = caller.get();
    return transactions.call(
        () -> new NoteList(reads.notes(who, reads.requireInside(who, id.value()))));
  }

  /** The notes of one wish. */
  public record NoteList(List<NoteView> items) {}

  /** Erasure takes the values away and leaves the version; what was masked may be clear next. */
  private static String seen(WishView view) {
    return view.own().title() == null ? "none" : view.own().masked() ? "masked" : "own";
  }

  private Response run(String operation, Id id, Object body, Supplier<WishReceipt> command) {
    return commands.run(
        caller.get(), operation, headers, request(id, body), () -> Answer.ok(command.get()));
  }

  private Response create(
      String operation, Id id, Object body, String collection, Supplier<WishReceipt> command) {
    return commands.create(
        caller.get(),
        operation,
        headers,
        request(id, body),
        () -> Answer.created("/wishes/" + id + "/" + collection, command.get()));
  }

  /** What an idempotency key stands for: the wish or claim too, not the body alone. */
  static List<Object> request(Id id, Object body) {
    return Arrays.asList(id, body);
  }

  private static ProxyReason reason(WishRequests.ProxyWord proxy) {
    return proxy == null ? null : proxy.reason();
  }

  private static Set<Long> evidence(WishRequests.ProxyWord proxy) {
    return proxy == null || proxy.evidence() == null
        ? Set.of()
        : WishRequests.set(proxy.evidence(), "/proxy/evidence");
  }
}
