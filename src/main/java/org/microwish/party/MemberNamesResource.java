package org.microwish.party;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
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
import org.microwish.platform.http.Text;
import org.microwish.platform.limits.Limited;
import org.microwish.privacy.PersonalReads;
import org.microwish.privacy.ReadPurpose;
import org.microwish.privacy.ReadReceipt;
import org.microwish.privacy.ReadRequest;
import org.microwish.privacy.StatedPurpose;
import org.microwish.problem.ProblemType;

/** HTTP resource with which a steward reads the names of its organisation's members. */
@Path("/api/v1/members/name-reads")
@Tag(name = "members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MemberNamesResource {

  private final MemberContacts contacts;
  private final PersonalReads reads;
  private final CurrentCaller caller;

  MemberNamesResource(MemberContacts contacts, PersonalReads reads, CurrentCaller caller) {
    this.contacts = contacts;
    this.reads = reads;
    this.caller = caller;
  }

  /** Whose names are read, and why. */
  @Schema(
      name = "MemberNamesRequest",
      description =
          "Up to 100 members of the steward's organisation, and the purpose, with `words` if it is"
              + " OTHER.")
  public record Asked(
      @NotNull @Size(min = 1, max = 100) List<@NotNull Id> members,
      @NotNull ReadPurpose purpose,
      @Text(max = 500, lines = true) Confidential words)
      implements StatedPurpose {

    private List<Long> ids() {
      return members.stream().map(Id::value).distinct().toList();
    }
  }

  /** A member's name in clear. */
  @Schema(name = "MemberName")
  public record MemberName(
      @Schema(required = true) Id id,
      @Schema(required = true, examples = "张伟") Confidential name) {}

  /** The receipt of a reading, and the names. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "MemberNames",
      description =
          "The names of the members, without those that were erased. A repeat of the request with"
              + " the same Idempotency-Key returns them again for ten minutes, and then only the"
              + " receipt.")
  public record Names(
      @Schema(required = true, description = "The ledger entry that records this reading")
          LedgerReceipt ledger,
      @Schema(required = true) Instant readAt,
      @Schema(required = true) List<MemberName> items) {

    static Names of(ReadReceipt receipt, Map<Long, String> names) {
      return new Names(
          receipt.ledger(),
          receipt.readAt(),
          names.entrySet().stream()
              .map(each -> new MemberName(new Id(each.getKey()), new Confidential(each.getValue())))
              .toList());
    }
  }

  @POST
  @Limited(Limited.To.UNMASKING)
  @RolesAllowed(Role.Name.STEWARD)
  @Problems({ProblemType.IDEMPOTENCY_KEY_REQUIRED, ProblemType.PERSONAL_DATA_ERASED})
  @Audited(SecurityEvent.UNMASKING)
  @Operation(
      operationId = "readMemberNames",
      summary = "Reads the names of the organisation's own members in clear",
      description =
          "Allowed for stewards, for example to choose the participants of a claim. Members of"
              + " other organisations are not found. Each reading is recorded in the ledger: who read"
              + " names for what purpose, but not whose.")
  @APIResponseSchema(value = Names.class, responseCode = "201", responseDescription = "The names")
  public Response read(@NotNull @Valid Asked asked, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return reads.answer(
        who,
        "readMemberNames",
        headers,
        asked,
        () ->
            contacts.recordNames(who, asked.ids(), new ReadRequest(asked.purpose(), asked.words())),
        (receipt, fresh) -> Names.of(receipt, fresh ? contacts.names(who, asked.ids()) : Map.of()));
  }
}
