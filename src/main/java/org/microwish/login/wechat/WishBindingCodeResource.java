package org.microwish.login.wechat;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for codes that bind an account to a resident's wish. */
@Path("/api/v1/wishes/{id}/binding-codes")
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class WishBindingCodeResource {

  private final BindingCodes codes;
  private final Transactions transactions;
  private final CurrentCaller caller;

  WishBindingCodeResource(BindingCodes codes, Transactions transactions, CurrentCaller caller) {
    this.codes = codes;
    this.transactions = transactions;
    this.caller = caller;
  }

  @POST
  @RolesAllowed(Role.Name.OPERATOR)
  @Audited(SecurityEvent.BINDING)
  @Operation(
      operationId = "makeWishBindingCode",
      summary = "Issues a code that binds an account to a resident's wish",
      description =
          "For operators of the wish's division. The operator must have verified the person's"
              + " identity. The code works once and expires, by default after a day. It replaces an"
              + " earlier code, so a repeat does no harm. Refused with ALREADY_BOUND if the wish"
              + " has an account or has ended.")
  @Problems(ProblemType.ALREADY_BOUND)
  public BindingCodeView forWish(@PathParam("id") Id id) {
    Caller who = caller.get();
    return BindingCodeView.of(transactions.call(() -> codes.forWish(who, id.value())));
  }
}
