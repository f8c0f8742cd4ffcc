package org.microwish.party;

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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
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

/** HTTP resource that reads a member's name and telephone number unmasked. */
@Path("/api/v1/members/{id}/contact-reads")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Problems({ProblemType.UNDER_LEGAL_HOLD, ProblemType.PERSONAL_DATA_ERASED})
public class MemberContactResource {

  private final MemberContacts contacts;
  private final PersonalReads reads;
  private final CurrentCaller caller;

  MemberContactResource(MemberContacts contacts, PersonalReads reads, CurrentCaller caller) {
    this.contacts = contacts;
    this.reads = reads;
    this.caller = caller;
  }

  /**
   * A response with the unmasked name and telephone number. Both are null if the request is
   * repeated more than ten minutes later.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "MemberContactRead",
      description =
          "A member's name and telephone number, unmasked. A repeat of the request with the same"
              + " Idempotency-Key returns the values again for ten minutes after the first reading,"
              + " and then only the receipt.")
  public record ContactView(
      @Schema(required = true, description = "The ledger entry that records this reading")
          LedgerReceipt ledger,
      @Schema(required = true) Instant readAt,
      @Schema(examples = "张伟") Confidential name,
      @Schema(examples = "13800138000") Confidential phone) {

    static ContactView of(ReadReceipt receipt, Map<String, String> values) {
      return new ContactView(
          receipt.ledger(),
          receipt.readAt(),
          Confidential.of(values.get(MemberContact.NAME)),
          Confidential.of(values.get(MemberContact.PHONE)));
    }
  }

  @POST
  @Limited(Limited.To.UNMASKING)
  @RolesAllowed(Role.Name.OPERATOR)
  @Problems({ProblemType.IDEMPOTENCY_KEY_REQUIRED, ProblemType.PERSONAL_DATA_ERASED})
  @Audited(SecurityEvent.UNMASKING)
  @StepUp
  @Operation(
      operationId = "readMemberContact",
      summary = "Reads a member's unmasked name and telephone number",
      description =
          "Allowed for operators of the division of the member or of its organisation, who must"
              + " give a purpose. Each reading is recorded in the ledger: who read which fields for"
              + " what purpose.")
  @APIResponseSchema(
      value = ContactView.class,
      responseCode = "201",
      responseDescription = "The name and telephone number")
  public Response read(
      @PathParam("id") Id id, @NotNull @Valid ReadRequest request, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return reads.answer(
        who,
        "readMemberContact",
        headers,
        List.of(id, request),
        () -> contacts.record(who, id.value(), request),
        (receipt, fresh) ->
            ContactView.of(receipt, fresh ? contacts.values(who, id.value()) : Map.of()));
  }
}
