package org.microwish.lifecycle.inbox;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;

/** HTTP resource for the caller's inbox. */
@Path("/api/v1/inbox")
@Tag(name = "inbox", description = "What waits for a person, an organisation or a desk (待办)")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({
  Role.Name.RESIDENT,
  Role.Name.COLLECTOR,
  Role.Name.MEMBER,
  Role.Name.STEWARD,
  Role.Name.OPERATOR,
  Role.Name.ADMINISTRATOR
})
public class InboxResource {

  /** Maximum number of items that one request marks as read. */
  private static final int MOST = 100;

  private final Inbox inbox;
  private final Transactions transactions;
  private final CurrentCaller caller;

  InboxResource(Inbox inbox, Transactions transactions, CurrentCaller caller) {
    this.inbox = inbox;
    this.transactions = transactions;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listInbox",
      summary = "Lists what waits for the caller",
      description =
          "The most urgent item comes first. Everybody sees the items of their own account; a"
              + " member also those of its claims, a steward those of its organisation, operators"
              + " and administrators those of their division. An item disappears when it is done."
              + " The list follows the ledger and may be a few seconds late.")
  @APIResponseSchema(InboxPage.class)
  public Page<InboxView> list(
      @QueryParam("kind") InboxKind kind,
      @QueryParam("unread") @Parameter(description = "true: only unread items") Boolean unread,
      @BeanParam PageQuery page) {
    return transactions.call(
        () -> inbox.list(caller.get(), kind, Boolean.TRUE.equals(unread), page));
  }

  /** A page of the inbox, for the contract. */
  @Schema(name = "InboxPage")
  record InboxPage(List<InboxView> items, String nextCursor) {}

  /** The numbers of items by kind. */
  @Schema(name = "InboxCounts", description = "The numbers of items by kind.")
  public record CountsView(@Schema(required = true) List<InboxCount> kinds) {

    public CountsView {
      kinds = List.copyOf(kinds);
    }
  }

  @GET
  @Path("/counts")
  @Operation(
      operationId = "countInbox",
      summary = "Counts what waits for the caller",
      description = "By kind, for the same items as `listInbox`; kinds without items are missing.")
  @APIResponseSchema(CountsView.class)
  public CountsView counts() {
    return new CountsView(transactions.call(() -> inbox.counts(caller.get())));
  }

  /** The items to mark as read. */
  @Schema(name = "InboxReadRequest", description = "The items to mark as read.")
  public record ReadRequest(@NotNull @Size(min = 1, max = MOST) List<@NotNull Id> items) {}

  /** The response to a marking. */
  @Schema(name = "InboxReadReceipt", description = "How many of the items the caller has now read.")
  public record ReadReceipt(@Schema(required = true, examples = "2") int read) {}

  @POST
  @Path("/read")
  @Consumes(MediaType.APPLICATION_JSON)
  @Idempotent
  @Operation(
      operationId = "markInboxRead",
      summary = "Marks items as read",
      description =
          "For the caller only: a desk's other operators and an organisation's other stewards have"
              + " marks of their own. Items that are done by now, or are not in the caller's inbox,"
              + " are ignored.")
  public ReadReceipt read(@NotNull @Valid ReadRequest request) {
    return new ReadReceipt(
        inbox.markRead(
            caller.get(),
            request.items().stream().map(Id::value).collect(Collectors.toUnmodifiableSet())));
  }
}
