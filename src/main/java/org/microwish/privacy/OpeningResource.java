package org.microwish.privacy;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for the openings of commitments. */
@Path("/api/v1/ledger/entries/{entryId}/openings")
@Tag(name = "ledger")
public class OpeningResource {

  /** One commitment, opened. */
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
          Confidential salt) {}

  /** The openings of an entry. */
  @Schema(name = "EntryOpenings", description = "The openings of the commitments of an entry.")
  public record OpeningsView(
      @Schema(required = true, examples = "0HZX3V8A6QK2M") String entryId,
      @Schema(required = true, description = "The openings of the fields that are not erased")
          List<OpeningView> openings,
      @Schema(required = true, description = "The entry that records this reading")
          LedgerReceipt ledger) {

    static OpeningsView of(Id entryId, OpeningReads.Read read) {
      return new OpeningsView(
          entryId.toString(),
          read.openings().stream()
              .map(opening -> new OpeningView(opening.field(), opening.value(), opening.salt()))
              .toList(),
          read.receipt());
    }
  }

  private final OpeningReads openings;
  private final Transactions transactions;
  private final CurrentCaller caller;

  OpeningResource(OpeningReads openings, Transactions transactions, CurrentCaller caller) {
    this.openings = openings;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.Name.AUDITOR)
  @Problems(ProblemType.UNDER_LEGAL_HOLD)
  @Produces(MediaType.APPLICATION_JSON)
  @Audited(SecurityEvent.UNMASKING)
  @Operation(
      operationId = "getOpenings",
      summary = "Reads the openings of an entry's commitments",
      description =
          "For auditors, for entries of their own division and its subtree. The ledger records each"
              + " reading. Refused with UNDER_LEGAL_HOLD while a legal hold covers the data.")
  public OpeningsView read(@PathParam("entryId") Id entryId) {
    Caller who = caller.get();
    return OpeningsView.of(entryId, transactions.call(() -> openings.read(who, entryId.value())));
  }
}
