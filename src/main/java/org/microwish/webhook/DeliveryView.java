package org.microwish.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.change.Change;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;

/** A delivery as the log shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WebhookDelivery", description = "A change, or a test, that is or was to be sent.")
record DeliveryView(
    @Schema(required = true, description = "Id of the delivery") Id id,
    @Schema(
            required = true,
            description = "The value of `webhook-id`, the same for all attempts and repeats",
            examples = "msg_0HZX3V8A6QK2M")
        String messageId,
    @Schema(
            required = true,
            description = "The type of the change, or WEBHOOK_TEST",
            examples = "WISH_PUBLISHED")
        String type,
    @Schema(description = "The ledger entry; missing for a test") Id entryId,
    @Schema(description = "Index of the entry's leaf; missing for a test") Long leafIndex,
    @Schema(required = true, description = "Whether the delivery waits, succeeded or was given up")
        DeliveryState state,
    @Schema(required = true, description = "Number of attempts, counted anew after a redelivery")
        int attempts,
    @Schema(description = "When the next attempt is due; missing when it has ended")
        Instant nextAttemptAt,
    @Schema(required = true, description = "When the delivery was created, or last requested again")
        Instant createdAt,
    @Schema(description = "When it succeeded or was given up; missing while it waits")
        Instant endedAt) {

  static DeliveryView of(WebhookDelivery row) {
    return new DeliveryView(
        new Id(row.id),
        row.messageId(),
        row.entryType == null ? TestEvent.TYPE : row.entryType.name(),
        row.entryId == null ? null : new Id(row.entryId),
        row.leafIndex,
        row.state,
        row.attempts,
        row.state == DeliveryState.WAITING ? row.nextAt : null,
        row.createdAt,
        row.endedAt);
  }

  /** A delivery with its request and its attempts. */
  @Schema(
      name = "WebhookDeliveryLog",
      description = "A delivery with its request and its attempts.")
  record Log(
      @Schema(required = true, description = "The delivery") DeliveryView delivery,
      @Schema(required = true, description = "What is sent") Request request,
      @Schema(required = true, description = "The newest attempts, at most 100, oldest first")
          List<Attempt> attempts) {

    Log {
      attempts = List.copyOf(attempts);
    }
  }

  /** The request that is sent. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "WebhookSentRequest",
      description = "What is sent, without `webhook-timestamp` and `webhook-signature`.")
  record Request(
      @Schema(
              required = true,
              description = "The address of the webhook",
              examples = "https://partner.example/micro-wish")
          String url,
      @Schema(required = true, description = "The headers that are the same in all attempts")
          Map<String, String> headers,
      @Schema(
              anyOf = {Change.class, TestEvent.class},
              description =
                  "The body: a Change or a WebhookTest. It is created from the ledger for this"
                      + " response, as it is for each attempt. Missing if the change cannot be"
                      + " read, or the client may not see it any more")
          Object body) {

    static Request of(Webhook webhook, WebhookDelivery delivery, Object body) {
      return new Request(
          webhook.url,
          Map.of("content-type", "application/json", "webhook-id", delivery.messageId()),
          body);
    }
  }

  /** An attempt to deliver. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "WebhookAttempt", description = "An attempt to deliver.")
  record Attempt(
      @Schema(required = true, description = "When it began") Instant sentAt,
      @Schema(required = true, description = "How long it took, in milliseconds", examples = "85")
          long tookMillis,
      @Schema(
              description = "The HTTP status of the answer; missing without an answer",
              examples = "200")
          Integer status,
      @Schema(description = "Why it failed; missing for a success") AttemptFailure failure,
      @Schema(
              description =
                  "The beginning of the answer's body, at most 2 kB, as UTF-8 text; missing without"
                      + " an answer")
          Confidential answer) {

    static Attempt of(WebhookAttempt row, String answer) {
      return new Attempt(
          row.sentAt,
          row.tookMillis,
          row.status,
          row.failure,
          answer == null ? null : new Confidential(answer));
    }
  }
}
