package org.microwish.wish.subject;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.http.StepUp;
import org.microwish.platform.limits.Limited;
import org.microwish.privacy.PersonalReads;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.problem.ProblemType;

/** HTTP resource for reading the contact data of a wish. */
@Path("/api/v1/wishes/{id}/contact-reads")
@Tag(name = "wishes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class WishContactResource {

  private final WishContacts contacts;
  private final PersonalReads reads;
  private final CurrentCaller caller;

  WishContactResource(WishContacts contacts, PersonalReads reads, CurrentCaller caller) {
    this.contacts = contacts;
    this.reads = reads;
    this.caller = caller;
  }

  /**
   * The receipt for a reading, and the unmasked contact data. A request that is repeated more than
   * 10 minutes later gets only the receipt.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "WishContact",
      description =
          "Names, telephone number and address, unmasked. A repeat of the request with the same"
              + " Idempotency-Key returns the values again for ten minutes after the first reading,"
              + " and then only the receipt.")
  public record ContactView(
      @Schema(required = true, description = "The ledger entry that records this reading")
          LedgerReceipt ledger,
      @Schema(required = true) Instant readAt,
      Confidential residentName,
      Confidential contactName,
      Confidential contactPhone,
      Confidential address,
      Confidential reporter) {

    static ContactView of(ReadReceipt receipt, Map<String, String> values) {
      return new ContactView(
          receipt.ledger(),
          receipt.readAt(),
          Confidential.of(values.get("residentName")),
          Confidential.of(values.get("contactName")),
          Confidential.of(values.get("contactPhone")),
          Confidential.of(values.get("address")),
          Confidential.of(values.get("reporter")));
    }
  }

  @POST
  @Limited(Limited.To.UNMASKING)
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.IDEMPOTENCY_KEY_REQUIRED, ProblemType.PERSONAL_DATA_ERASED})
  @Audited(SecurityEvent.UNMASKING)
  @StepUp
  @Operation(
      operationId = "readWishContact",
      summary = "Reads the unmasked contact data of a wish",
      description =
          "Allowed for operators of the wish's division, who must give a purpose. Each reading is"
              + " recorded in the ledger: who read which fields for what purpose.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = ContactView.class)))
  public Response read(
      @PathParam("id") Id id, @NotNull @Valid ReadRequest request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return reads.answer(
        who,
        "readWishContact",
        headers,
        List.of(id, request),
        () -> contacts.record(who, id.value(), request),
        (receipt, fresh) ->
            ContactView.of(receipt, fresh ? contacts.values(who, id.value()) : Map.of()));
  }
}
