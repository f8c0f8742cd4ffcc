package org.microwish.identity.login;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.identity.Caller;
import org.microwish.identity.CurrentCaller;
import org.microwish.identity.Role;
import org.microwish.platform.Id;
import org.microwish.platform.Transactions;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.contract.WithoutKey;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.idempotency.Answer;
import org.microwish.platform.idempotency.Commands;
import org.microwish.problem.ProblemType;

/** What staff do about the bindings of others. */
@Path("/api/v1")
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BindingCodeResource {

  private final BindingCodes codes;
  private final Bindings bindings;
  private final Transactions transactions;
  private final Commands commands;
  private final CurrentCaller caller;

  BindingCodeResource(
      BindingCodes codes,
      Bindings bindings,
      Transactions transactions,
      Commands commands,
      CurrentCaller caller) {
    this.codes = codes;
    this.bindings = bindings;
    this.transactions = transactions;
    this.commands = commands;
    this.caller = caller;
  }

  /**
   * What a member's code is good for.
   *
   * @param steward whether its account becomes steward of the member's organisation too
   */
  @Schema(name = "MemberBindingCodeRequest")
  public record MemberCodeRequest(
      @Schema(description = "Whether the account becomes steward of the organisation too")
          Boolean steward) {}

  /**
   * A code, shown this once.
   *
   * @param expiresAt after which it is good for nothing
   */
  @Schema(
      name = "BindingCode",
      description = "To be handed to the person; shown this once. Good once.")
  public record BindingCodeView(
      @Schema(required = true, examples = "7Q2M-K8XD-4TPA") String code,
      @Schema(required = true) Instant expiresAt) {

    static BindingCodeView of(BindingCodes.Made made) {
      return new BindingCodeView(made.written(), made.expiresAt());
    }

    /** Hides the code from logs. */
    @Override
    public String toString() {
      return "BindingCodeView[" + expiresAt + "]";
    }
  }

  @POST
  @Path("/members/{id}/binding-codes")
  @RolesAllowed(Role.Name.OPERATOR)
  @WithoutKey
  @Operation(
      operationId = "makeMemberBindingCode",
      summary = "Makes a code that binds an account to a member",
      description =
          "By the operator of its organisation's division, who has made sure of the person. The code"
              + " before is good for nothing from then on, so a repeat does no harm.")
  @APIResponseSchema(value = BindingCodeView.class, responseDescription = "The code")
  @Problems({ProblemType.ALREADY_BOUND, ProblemType.ALREADY_ENDED})
  public BindingCodeView forMember(
      @PathParam("id") Id id, @OptionalBody @Valid MemberCodeRequest request) {
    Caller who = caller.get();
    boolean steward = request != null && Boolean.TRUE.equals(request.steward());
    return BindingCodeView.of(transactions.call(() -> codes.forMember(who, id.value(), steward)));
  }

  @POST
  @Path("/wishes/{id}/binding-codes")
  @RolesAllowed(Role.Name.OPERATOR)
  @WithoutKey
  @Operation(
      operationId = "makeWishBindingCode",
      summary = "Makes a code that binds an account to a resident's wish",
      description =
          "By the operator of its division, who has made sure of the person. The code before is good"
              + " for nothing from then on, so a repeat does no harm.")
  @APIResponseSchema(value = BindingCodeView.class, responseDescription = "The code")
  @Problems(ProblemType.ALREADY_BOUND)
  public BindingCodeView forWish(@PathParam("id") Id id) {
    Caller who = caller.get();
    return BindingCodeView.of(transactions.call(() -> codes.forWish(who, id.value())));
  }

  @DELETE
  @Path("/members/{id}/binding")
  @RolesAllowed(Role.Name.OPERATOR)
  @Operation(
      operationId = "endMemberBinding",
      summary = "Takes a member from the account it is bound to",
      description =
          "By the operator of its organisation's division: a lost phone, a wrong person. The"
              + " account's access tokens end.")
  @APIResponseSchema(value = BindingReceipt.class, responseDescription = "No longer bound")
  @Problems(ProblemType.NOT_BOUND)
  public Response endMemberBinding(@PathParam("id") Id id, @Context HttpHeaders headers) {
    Caller who = caller.get();
    return commands.run(
        who,
        "endMemberBinding",
        headers,
        id,
        () -> Answer.ok(BindingReceipt.of(bindings.unbindMember(who, id.value()))));
  }
}
