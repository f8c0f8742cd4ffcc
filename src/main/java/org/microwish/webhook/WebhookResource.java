package org.microwish.webhook;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.caller.CurrentCaller;
import org.microwish.caller.Role;
import org.microwish.platform.Id;
import org.microwish.platform.contract.Problems;
import org.microwish.platform.http.Audited;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.http.OptionalBody;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.http.SecurityEvent;
import org.microwish.platform.idempotency.Creates;
import org.microwish.platform.idempotency.Idempotent;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemType;

/** HTTP resource for the settings of webhooks. */
@Path("/api/v1/webhooks")
@Tag(
    name = "webhooks",
    description =
        "Sends changes to partners, as Standard Webhooks 1.0.0 says. A partner manages its own"
            + " webhooks; administrators those of the clients of their division.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.Name.PARTNER, Role.Name.ADMINISTRATOR})
public class WebhookResource {

  private final Webhooks webhooks;
  private final Transactions transactions;
  private final CurrentCaller caller;

  WebhookResource(Webhooks webhooks, Transactions transactions, CurrentCaller caller) {
    this.webhooks = webhooks;
    this.transactions = transactions;
    this.caller = caller;
  }

  /** A page of webhooks, for the contract. */
  @Schema(name = "WebhookPage", description = "A page of webhooks.")
  record WebhookPage(
      @Schema(required = true, description = "The webhooks") List<WebhookView> items,
      @Schema(
              required = true,
              nullable = true,
              description = "The value of `cursor` for the next page; null on the last page")
          String nextCursor) {}

  @GET
  @Operation(
      operationId = "listWebhooks",
      summary = "Lists webhooks",
      description = "In the order in which they were created.")
  @APIResponseSchema(WebhookPage.class)
  public Page<WebhookView> list(
      @QueryParam("client") @Parameter(description = "The client whose webhooks to list") Id client,
      @QueryParam("state") @Parameter(description = "Only webhooks in this state")
          WebhookState state,
      @BeanParam PageQuery page) {
    return transactions.call(
        () -> {
          Page<Webhook> rows = webhooks.list(caller.get(), client, state, page);
          Map<Long, List<WebhookSecret>> secrets =
              webhooks.secrets(rows.items().stream().map(row -> row.id).toList());
          return rows.map(row -> view(row, secrets));
        });
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getWebhook",
      summary = "Reads a webhook",
      description = "With the times of its secrets, but without the secrets.")
  public WebhookView get(@PathParam("id") @Parameter(description = "Id of the webhook") Id id) {
    return transactions.call(
        () -> {
          Webhook row = webhooks.read(caller.get(), id.value());
          return view(row, webhooks.secrets(List.of(row.id)));
        });
  }

  private WebhookView view(Webhook row, Map<Long, List<WebhookSecret>> secrets) {
    return WebhookView.of(row, secrets.getOrDefault(row.id, List.of()), webhooks.now());
  }

  @POST
  @Creates("/webhooks/{id}")
  @Audited(SecurityEvent.WEBHOOK)
  @Operation(
      operationId = "createWebhook",
      summary = "Creates a webhook",
      description =
          "The webhook gets all later changes that pass its filter and that the client may see:"
              + " all changes of the wishes that the client created, and public changes in the"
              + " client's division. The response contains the secret, which is shown only once. A"
              + " client may have 20 webhooks; a further one is refused with STATE_CONFLICT.")
  @Problems(ProblemType.STATE_CONFLICT)
  public WebhookReceipt create(@NotNull @Valid WebhookRequest request) {
    return WebhookReceipt.of(webhooks.create(caller.get(), request));
  }

  @PUT
  @Path("/{id}")
  @Idempotent
  @Audited(SecurityEvent.WEBHOOK)
  @Operation(
      operationId = "changeWebhook",
      summary = "Replaces a webhook's settings",
      description =
          "The new filter applies to later changes. Changes that already wait to be sent are"
              + " sent to the new address. The secrets do not change.")
  public WebhookReceipt change(
      @PathParam("id") @Parameter(description = "Id of the webhook") Id id,
      @HeaderParam(HttpHeaders.IF_MATCH) IfMatch version,
      @NotNull @Valid WebhookRequest request) {
    return WebhookReceipt.of(webhooks.change(caller.get(), id.value(), version, request));
  }

  @DELETE
  @Path("/{id}")
  @Idempotent
  @Audited(SecurityEvent.WEBHOOK)
  @Operation(
      operationId = "deleteWebhook",
      summary = "Deletes a webhook",
      description =
          "Also deletes its secrets and its log of deliveries. Changes that wait to be sent are"
              + " not sent any more.")
  public WebhookReceipt delete(
      @PathParam("id") @Parameter(description = "Id of the webhook") Id id) {
    return WebhookReceipt.of(webhooks.delete(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/pause")
  @Idempotent
  @Audited(SecurityEvent.WEBHOOK)
  @Operation(
      operationId = "pauseWebhook",
      summary = "Pauses a webhook",
      description =
          "Changes are collected for up to 30 days, and sent when the webhook is resumed.")
  @Problems(ProblemType.STATE_CONFLICT)
  public WebhookReceipt pause(
      @PathParam("id") @Parameter(description = "Id of the webhook") Id id) {
    return WebhookReceipt.of(webhooks.pause(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/resume")
  @Idempotent
  @Audited(SecurityEvent.WEBHOOK)
  @Operation(
      operationId = "resumeWebhook",
      summary = "Resumes a webhook",
      description =
          "Sends what was collected during a pause. A webhook that was disabled, because its endpoint"
              + " answered 410, collected nothing: it gets the changes from now on, and"
              + " redeliverWebhook sends earlier ones.")
  @Problems(ProblemType.STATE_CONFLICT)
  public WebhookReceipt resume(
      @PathParam("id") @Parameter(description = "Id of the webhook") Id id) {
    return WebhookReceipt.of(webhooks.resume(caller.get(), id.value()));
  }

  @POST
  @Path("/{id}/secrets")
  @Creates("/webhooks/{id}")
  @Audited(SecurityEvent.WEBHOOK)
  @Operation(
      operationId = "rotateWebhookSecret",
      summary = "Issues a new secret for a webhook",
      description =
          "The new secret is shown only once; if the response is lost, rotate again. Until the old"
              + " secrets expire, each request has a signature for each valid secret; at most five"
              + " are valid.")
  public WebhookReceipt rotate(
      @PathParam("id") @Parameter(description = "Id of the webhook") Id id,
      @OptionalBody @Valid SecretRotation request) {
    return WebhookReceipt.of(
        webhooks.rotate(caller.get(), id.value(), SecretRotation.overlap(request)));
  }

  /** The response to a test. */
  @Schema(name = "WebhookTestReceipt", description = "The delivery of the test event.")
  record TestReceipt(
      @Schema(required = true, description = "Id of the webhook") Id id,
      @Schema(required = true, description = "Id of the delivery, whose log has the result")
          Id deliveryId) {}

  @POST
  @Path("/{id}/test")
  @Creates(value = "/webhooks/{id}/deliveries/{deliveryId}", status = 202)
  @Audited(SecurityEvent.WEBHOOK)
  @Operation(
      operationId = "testWebhook",
      summary = "Sends a test event to a webhook",
      description = "An event of the type WEBHOOK_TEST, signed and retried like any other.")
  @Problems(ProblemType.STATE_CONFLICT)
  public TestReceipt test(@PathParam("id") @Parameter(description = "Id of the webhook") Id id) {
    return new TestReceipt(id, new Id(webhooks.test(caller.get(), id.value())));
  }

  /** The response to a redelivery. */
  @Schema(name = "RedeliveryReceipt", description = "How many changes are sent again.")
  record RedeliveryReceipt(
      @Schema(
              required = true,
              description =
                  "Number of the requested changes that will be sent: those that pass the"
                      + " webhook's filter and that its client may see",
              examples = "12")
          int deliveries) {}

  @POST
  @Path("/{id}/redeliveries")
  @Idempotent
  @Audited(SecurityEvent.WEBHOOK)
  @Operation(
      operationId = "redeliverWebhook",
      summary = "Sends past changes again",
      description =
          "Sends the change of one ledger entry, or the changes of up to 10,000 leaves, if they"
              + " pass the webhook's filter. The changes may be older than the webhook. Each change"
              + " keeps its `webhook-id`, so that a receiver can recognise repeats.")
  @Problems(ProblemType.STATE_CONFLICT)
  public RedeliveryReceipt redeliver(
      @PathParam("id") @Parameter(description = "Id of the webhook") Id id,
      @NotNull @Valid RedeliveryRequest request) {
    return new RedeliveryReceipt(webhooks.redeliver(caller.get(), id.value(), request));
  }
}
