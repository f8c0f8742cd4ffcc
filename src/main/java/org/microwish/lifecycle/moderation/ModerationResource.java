package org.microwish.lifecycle.moderation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.party.DivisionCode;
import org.microwish.party.Divisions;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.Text;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource of the review queue: findings in texts and images, for operators. */
@Path("/api/v1/moderation")
@Tag(name = "moderation", description = "Findings in texts and images, which operators review")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.Name.OPERATOR)
public class ModerationResource {

  private final ModerationQueue moderation;
  private final Divisions divisions;
  private final Transactions transactions;
  private final CurrentCaller caller;

  ModerationResource(
      ModerationQueue moderation,
      Divisions divisions,
      Transactions transactions,
      CurrentCaller caller) {
    this.moderation = moderation;
    this.divisions = divisions;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listFindings",
      summary = "Lists findings for review, oldest first",
      description =
          "Operators see the findings of their division and below; without `state` only those that"
              + " wait for an operator (FLAGGED). A finding names the wish or group and shows the"
              + " listed words that its text contains; read the whole text with the wish or group.")
  public Page<FindingView> list(
      @QueryParam("division") @Text(max = DivisionCode.MAX_LENGTH) String division,
      @QueryParam("state") ModerationFinding.State state,
      @BeanParam PageQuery page) {
    String subtree = divisions.subtree(division, "division");
    ModerationFinding.State asked = state == null ? ModerationFinding.State.FLAGGED : state;
    return transactions.call(() -> moderation.list(caller.get(), subtree, asked, page));
  }

  @POST
  @Path("/{id}/accept")
  @Idempotent
  @Problems(ProblemType.ALREADY_DECIDED)
  @Operation(
      operationId = "acceptFinding",
      summary = "Accepts the text or image of a finding",
      description =
          "Allowed for operators of the division. Once no finding on a wish or group is open, it"
              + " can be published or approved.")
  public ModerationQueue.Decided accept(@PathParam("id") Id id) {
    return moderation.decide(caller.get(), id.value(), true);
  }

  @POST
  @Path("/{id}/reject")
  @Idempotent
  @Problems(ProblemType.ALREADY_DECIDED)
  @Operation(
      operationId = "rejectFinding",
      summary = "Rejects the text or image of a finding",
      description =
          "Allowed for operators of the division. Nothing is deleted. If the finding is about the"
              + " texts of the wish or group itself (WORDS), it cannot be published or approved"
              + " until they are rewritten. A rejected note or image does not prevent that.")
  public ModerationQueue.Decided reject(@PathParam("id") Id id) {
    return moderation.decide(caller.get(), id.value(), false);
  }
}
