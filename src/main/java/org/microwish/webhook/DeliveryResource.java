package org.microwish.webhook;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.Caller;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Transactions;

/** HTTP resource for the log of a webhook's deliveries. */
@Path("/api/v1/webhooks/{id}/deliveries")
@Tag(name = "webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Name.PARTNER, Role.Name.ADMINISTRATOR})
public class DeliveryResource {

  private final Webhooks webhooks;
  private final Transactions transactions;
  private final CurrentCaller caller;

  DeliveryResource(Webhooks webhooks, Transactions transactions, CurrentCaller caller) {
    this.webhooks = webhooks;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** A page of deliveries, for the contract. */
  @Schema(name = "WebhookDeliveryPage", description = "A page of deliveries.")
  record DeliveryPage(
      @Schema(required = true, description = "The deliveries") List<DeliveryView> items,
      @Schema(
              required = true,
              nullable = true,
              description = "The value of `cursor` for the next page; null on the last page")
          String nextCursor) {}

  @GET
  @Operation(
      operationId = "listWebhookDeliveries",
      summary = "Lists the deliveries of a webhook",
      description = "Newest first. Deliveries are kept for 30 days.")
  @APIResponseSchema(DeliveryPage.class)
  public Page<DeliveryView> list(
      @PathParam("id") @Parameter(description = "Id of the webhook") Id id,
      @QueryParam("state") @Parameter(description = "Only deliveries in this state")
          DeliveryState state,
      @QueryParam("entry") @Parameter(description = "Only the delivery of this ledger entry")
          Id entry,
      @BeanParam PageQuery page) {
    return transactions.call(
        () ->
            webhooks
                .deliveries(caller.get(), id.value(), state, entry, page)
                .map(DeliveryView::of));
  }

  @GET
  @Path("/{deliveryId}")
  @Operation(
      operationId = "getWebhookDelivery",
      summary = "Reads a delivery with its request and attempts",
      description =
          "The body is made from the ledger again, as for each attempt: the log stores no content.")
  public DeliveryView.Log get(
      @PathParam("id") @Parameter(description = "Id of the webhook") Id id,
      @PathParam("deliveryId") @Parameter(description = "Id of the delivery") Id deliveryId) {
    return transactions.call(
        () -> {
          Caller who = caller.get();
          WebhookDelivery row = webhooks.delivery(who, id.value(), deliveryId.value());
          Webhook webhook = webhooks.read(who, id.value());
          return new DeliveryView.Log(
              DeliveryView.of(row),
              DeliveryView.Request.of(webhook, row, webhooks.body(webhook, row)),
              webhooks.attempts(row));
        });
  }
}
