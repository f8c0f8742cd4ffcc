package org.microwish.wish.subject;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.Text;
import org.microwish.platform.http.WellFormed;
import org.microwish.platform.limits.Limited;
import org.microwish.privacy.Masking;
import org.microwish.privacy.PersonalReads;
import org.microwish.privacy.PhoneNumber;
import org.microwish.privacy.ReadPurpose;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.privacy.StatedPurpose;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.WishState;

/**
 * HTTP resource for finding wishes by personal values. The values are in the request body, because
 * they must not appear in a URL.
 */
@Path("/api/v1/wish-searches")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WishSearchResource {

  private final WishSearch search;
  private final PersonalReads reads;
  private final CurrentCaller caller;

  WishSearchResource(WishSearch search, PersonalReads reads, CurrentCaller caller) {
    this.search = search;
    this.reads = reads;
    this.caller = caller;
  }

  /**
   * The search criteria and the purpose of the search.
   *
   * @param name the full name of the resident or contact
   * @param phone the contact's telephone number
   * @param externalKey the wish's key in another system, from which the wish was imported
   * @param words an explanation of the purpose
   */
  @Schema(
      name = "WishSearch",
      description =
          "What to find: the full name of resident or contact, the telephone number, or the external"
              + " key with which the wish was imported; a wish must match all that are given. And"
              + " the purpose, with `words` if it is OTHER.")
  public record Search(
      @Text(max = 40) Confidential name,
      @Text(max = 40) @WellFormed(PhoneNumber.Form.class) Confidential phone,
      @Text(max = 64) Confidential externalKey,
      @NotNull ReadPurpose purpose,
      @Text(max = 500, lines = true) Confidential words)
      implements StatedPurpose {

    @Override
    public void crossCheck(Faults faults) {
      StatedPurpose.super.crossCheck(faults);
      if (name == null && phone == null && externalKey == null) {
        faults.add("name", FieldFault.REQUIRED);
      }
    }

    private WishSearch.Query query() {
      return new WishSearch.Query(name, phone, externalKey);
    }
  }

  /** A wish that was found; names and number are masked. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "WishFound", description = "A wish that was found. Names and number are masked.")
  public record WishFound(
      Id wishId,
      String number,
      WishState state,
      String division,
      Confidential title,
      Confidential residentName,
      Confidential contactName,
      Confidential contactPhone,
      Instant createdAt) {

    static WishFound of(WishSearch.Found found) {
      Wish wish = found.wish();
      return new WishFound(
          new Id(wish.id),
          wish.number,
          wish.state,
          DivisionCode.ofPath(DivisionCode.publicPath(wish.divisionPath)).text(),
          Confidential.of(found.values().get("title")),
          Confidential.of(Masking.name(found.values().get("residentName"))),
          Confidential.of(Masking.name(found.values().get("contactName"))),
          Confidential.of(Masking.phone(found.values().get("contactPhone"))),
          wish.createdAt);
    }
  }

  /** The receipt of a search, and what was found. */
  @Schema(
      name = "WishSearchResult",
      description =
          "Up to 20 wishes of the caller's division, newest first. A repeat of the request with the"
              + " same Idempotency-Key returns them again for ten minutes, and then only the"
              + " receipt.")
  public record Result(
      @Schema(required = true, description = "The ledger entry that records this search")
          LedgerReceipt ledger,
      @Schema(required = true) Instant readAt,
      @Schema(required = true) List<WishFound> items) {

    static Result of(ReadReceipt receipt, List<WishSearch.Found> found) {
      return new Result(
          receipt.ledger(), receipt.readAt(), found.stream().map(WishFound::of).toList());
    }
  }

  @POST
  @Limited(Limited.To.UNMASKING)
  @RolesAllowed({Role.Name.OPERATOR, Role.Name.COLLECTOR})
  @Problems(ProblemType.IDEMPOTENCY_KEY_REQUIRED)
  @Audited(SecurityEvent.UNMASKING)
  @Operation(
      operationId = "searchWishes",
      summary = "Finds wishes by name, telephone number or external key",
      description =
          "Allowed for operators and collectors, in their division. Names and numbers are found if"
              + " they are equal, whatever their blanks and punctuation. Each search is recorded in"
              + " the ledger: who compared which fields for what purpose, but not the values or what"
              + " was found. `listWishes` finds by serial number and public words.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = Result.class)))
  public Response search(@NotNull @Valid Search body, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return reads.answer(
        who,
        "searchWishes",
        headers,
        body,
        () -> search.record(who, body.query(), new ReadRequest(body.purpose(), body.words())),
        (receipt, fresh) -> Result.of(receipt, fresh ? search.find(who, body.query()) : List.of()));
  }
}
