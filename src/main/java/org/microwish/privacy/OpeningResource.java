package org.microwish.privacy;

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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.limits.Limited;
import org.microwish.problem.ProblemType;

/** HTTP resource for the openings of commitments. */
@Path("/api/v1/ledger/entries/{entryId}/openings")
@Tag(name = "ledger")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class OpeningResource {

  /** The field, value and salt of one commitment. */
  @Schema(
      name = "CommitmentOpening",
      description =
          "The opening of one commitment. The commitment in the leaf is an HMAC-SHA-256 with the"
              + " salt as key, in base64url without padding. The message is the UTF-8 bytes of `"
              + Commitment.DOMAIN
              + "`, a newline, the field, a newline, and the value.")
  public record OpeningView(
      @Schema(required = true, examples = "contactName") String field,
      @Schema(required = true, examples = "王芳") Confidential value,
      @Schema(required = true, description = "32 bytes, base64url without padding")
          Confidential salt) {

    /** Returns the view of an opening. */
    public static OpeningView of(Opening opening) {
      return new OpeningView(
          opening.field(), new Confidential(opening.value()), new Confidential(opening.salt()));
    }
  }

  /** The openings of an entry's commitments, and the receipt of this reading. */
  @Schema(
      name = "EntryOpenings",
      description =
          "The openings of the commitments of an entry. A repeat of the request with the same"
              + " Idempotency-Key returns them again for ten minutes after the first reading, and"
              + " then only the receipt.")
  public record OpeningsView(
      @Schema(required = true, examples = "0HZX3V8A6QK2M") String entryId,
      @Schema(required = true, description = "The openings of the fields that are not erased")
          List<OpeningView> openings,
      @Schema(required = true, description = "The entry that records this reading")
          LedgerReceipt ledger,
      @Schema(required = true) Instant readAt) {

    static OpeningsView of(Id entryId, ReadReceipt receipt, List<Opening> openings) {
      return new OpeningsView(
          entryId.toString(),
          openings.stream().map(OpeningView::of).toList(),
          receipt.ledger(),
          receipt.readAt());
    }
  }

  private final OpeningReads openings;
  private final PersonalReads reads;
  private final CurrentCaller caller;

  OpeningResource(OpeningReads openings, PersonalReads reads, CurrentCaller caller) {
    this.openings = openings;
    this.reads = reads;
    this.caller = caller;
  }

  @POST
  @Limited(Limited.To.UNMASKING)
  @RolesAllowed(Role.Name.AUDITOR)
  @Audited(SecurityEvent.UNMASKING)
  @Problems({
    ProblemType.UNDER_LEGAL_HOLD,
    ProblemType.STEP_UP_REQUIRED,
    ProblemType.IDEMPOTENCY_KEY_REQUIRED
  })
  @Operation(
      operationId = "readOpenings",
      summary = "Reads the openings of an entry's commitments",
      description =
          "For auditors, for entries of their own division and its subtree, with a purpose."
              + " The ledger and the report of the data-protection officer record each reading. It"
              + " counts towards the limit of readings of unmasked data; above a configured number a"
              + " day (20) it needs step-up. Clients cannot call it. Refused with UNDER_LEGAL_HOLD"
              + " while a legal hold covers the data.")
  @APIResponseSchema(
      value = OpeningsView.class,
      responseCode = "201",
      responseDescription = "The openings")
  public Response read(
      @PathParam("entryId") Id entryId,
      @NotNull @Valid ReadRequest request,
      @Context HttpHeaders headers) {
    Caller who = caller.get();
    List<Long> entry = List.of(entryId.value());
    return reads.answer(
        who,
        "readOpenings",
        headers,
        List.of(entryId, request),
        () -> openings.record(who, entry, request),
        (receipt, fresh) ->
            OpeningsView.of(entryId, receipt, fresh ? openings.show(who, entry) : List.of()));
  }
}
