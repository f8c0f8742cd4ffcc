package org.microwish.login.wechat;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for codes that bind an account to a member. */
@Path("/api/v1/members/{id}/binding-codes")
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MemberBindingCodeResource {

  private final BindingCodes codes;
  private final Transactions transactions;
  private final CurrentCaller caller;

  MemberBindingCodeResource(BindingCodes codes, Transactions transactions, CurrentCaller caller) {
    this.codes = codes;
    this.transactions = transactions;
    this.caller = caller;
  }

  /**
   * The options of a binding code for a member.
   *
   * @param steward true if the account also becomes steward of the member's organisation
   */
  @Schema(name = "MemberBindingCodeRequest")
  public record MemberCodeRequest(
      @Schema(description = "Whether the account also becomes steward of the member's organisation")
          Boolean steward) {}

  @POST
  @RolesAllowed(Role.Name.OPERATOR)
  @Audited(SecurityEvent.BINDING)
  @Operation(
      operationId = "makeMemberBindingCode",
      summary = "Issues a code that binds an account to a member",
      description =
          "For operators of the member's division. The operator must have verified the person's"
              + " identity. The code works once and expires, by default after a day. It replaces an"
              + " earlier code, so a repeat does no harm. Refused with ALREADY_BOUND if the member"
              + " has an account, and with ALREADY_ENDED if the member has left.")
  @Problems({ProblemType.ALREADY_BOUND, ProblemType.ALREADY_ENDED})
  public BindingCodeView forMember(
      @PathParam("id") Id id, @OptionalBody @Valid MemberCodeRequest request) {
    Caller who = caller.get();
    boolean steward = request != null && Boolean.TRUE.equals(request.steward());
    return BindingCodeView.of(transactions.call(() -> codes.forMember(who, id.value(), steward)));
  }
}
