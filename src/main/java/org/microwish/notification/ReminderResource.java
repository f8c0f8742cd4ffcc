package org.microwish.notification;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;
import org.microwish.wish.WishReads;

/** HTTP resource for the reminders of a wish. */
@Path("/api/v1/wishes/{id}/reminders")
@Tag(name = "inbox")
@Produces(MediaType.APPLICATION_JSON)
@Problems({ProblemType.NOT_FOUND, ProblemType.UNDER_LEGAL_HOLD})
public class ReminderResource {

  private final Reminders reminders;
  private final WishReads wishes;
  private final Transactions transactions;
  private final CurrentCaller caller;

  ReminderResource(
      Reminders reminders, WishReads wishes, Transactions transactions, CurrentCaller caller) {
    this.reminders = reminders;
    this.wishes = wishes;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** The reminders of a wish. */
  @Schema(name = "Reminders", description = "The reminders of a wish.")
  public record RemindersView(@Schema(required = true) List<ReminderView> items) {

    public RemindersView {
      items = List.copyOf(items);
    }
  }

  @GET
  @RolesAllowed({
    Role.Name.RESIDENT,
    Role.Name.COLLECTOR,
    Role.Name.MEMBER,
    Role.Name.STEWARD,
    Role.Name.OPERATOR,
    Role.Name.AUDITOR
  })
  @Operation(
      operationId = "listReminders",
      summary = "Lists the reminders of a wish",
      description =
          "The given ones, then the planned ones. Staff see all; residents, members and stewards"
              + " see their own. Reminders are given on working days, once for each deadline; if a"
              + " deadline is postponed, they are given again.")
  @APIResponseSchema(RemindersView.class)
  public RemindersView list(@PathParam("id") Id id) {
    return transactions.call(
        () ->
            new RemindersView(
                reminders.ofWish(caller.get(), wishes.requireInside(caller.get(), id.value()).id)));
  }
}
