package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReads;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.WishRequests;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.Posting;

/** HTTP resource for public funds, refunds, reversals and postings of a wish. */
@Path("/api/v1/wishes")
@Tag(name = "funding", description = "Pledges, public funds, refunds and postings of wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishMoneyResource {

  private final WishMoney money;
  private final WishReads reads;
  private final Transactions transactions;
  private final CurrentCaller caller;

  WishMoneyResource(
      WishMoney money, WishReads reads, Transactions transactions, CurrentCaller caller) {
    this.money = money;
    this.reads = reads;
    this.transactions = transactions;
    this.caller = caller;
  }

  @POST
  @Path("/{id}/public-funds")
  @RolesAllowed(Role.Name.OPERATOR)
  @Creates("/wishes/{id}/postings")
  @Problems({
    ProblemType.WISH_STATE_CONFLICT,
    ProblemType.BUDGET_EXCEEDED,
    ProblemType.COMMITMENT_EXCEEDED
  })
  @Operation(
      operationId = "postPublicFunds",
      summary = "Commits, spends or releases public money",
      description =
          "Allowed for operators of the wish's division. PLEDGE commits public money, at most the"
              + " free part of the budget (BUDGET_EXCEEDED). SPEND and RELEASE are limited to the"
              + " public money that is committed (COMMITMENT_EXCEEDED).")
  public WishReceipt postPublicFunds(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.PublicFunds body) {
    return money.postPublicFunds(
        caller.get(),
        id.value(),
        Movement.valueOf(body.movement().name()),
        WishRequests.positive(body.amount(), "/amount"),
        Confidential.text(body.note()),
        body.occurredAt());
  }

  @POST
  @Path("/{id}/refunds")
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.MEMBER, Role.Name.STEWARD})
  @Creates("/wishes/{id}/postings")
  @Problems({ProblemType.WISH_STATE_CONFLICT, ProblemType.SPENT_EXCEEDED})
  @Operation(
      operationId = "recordRefund",
      summary = "Records a refund of spent money",
      description =
          "Allowed for the claimant for its own claim, and operators of the wish's division."
              + " Without `claim` it is a refund of public funds. The amount must not exceed what"
              + " was spent in that form (SPENT_EXCEEDED).")
  public WishReceipt refund(@PathParam("id") Id id, @NotNull @Valid WishRequests.Refund body) {
    return money.refund(
        caller.get(),
        id.value(),
        body.claim() == null ? null : body.claim().value(),
        WishRequests.positive(body.amount(), "/amount"),
        body.form(),
        Confidential.text(body.note()),
        EventTime.given(caller.get(), body.occurredAt()));
  }

  @POST
  @Path("/{id}/reversals")
  @RolesAllowed(Role.Name.OPERATOR)
  @Creates("/wishes/{id}/postings")
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
      summary = "Reverses a wrong posting and posts the correct amount",
      description =
          "Allowed for operators of the wish's division. Only a PLEDGE, SPEND or REFUND that is not"
              + " reversed yet can be reversed. `replacement` is the correct amount; with 0 nothing"
              + " is posted instead.")
  public WishReceipt reversePosting(
      @PathParam("id") Id id, @NotNull @Valid WishRequests.Reversal body) {
    return money.reversePosting(
        caller.get(),
        id.value(),
        body.posting().value(),
        body.replacement(),
        Confidential.text(body.reason()),
        body.occurredAt());
  }

  @GET
  @Path("/{id}/postings")
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
      operationId = "listPostings",
      summary = "Lists the postings of a wish, oldest first",
      description =
          "Allowed for the resident, the wish's partner, the collectors, operators and auditors of"
              + " the wish's division, and claimants and participants, also of claims that have"
              + " ended.")
  public PostingList postings(@PathParam("id") Id id) {
    return transactions.call(
        () ->
            new PostingList(
                reads.postings(reads.requireInside(caller.get(), id.value())).stream()
                    .map(PostingView::of)
                    .toList()));
  }

  /** The postings of one wish. */
  public record PostingList(List<PostingView> items) {}

  /** One posting in API answers. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "Posting",
      description =
          "A movement of money, in yuan. `claimId` is null for public funds; `reverses` is the"
              + " posting that this one reverses.")
  public record PostingView(
      Id id,
      @Schema(nullable = true) Id claimId,
      Movement movement,
      Money amount,
      Form form,
      @Schema(nullable = true) Id reverses,
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
}
