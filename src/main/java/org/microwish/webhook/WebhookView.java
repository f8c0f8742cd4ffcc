package org.microwish.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.http.ETag;
import org.microwish.platform.http.Tagged;

/** A webhook as its owner and administrators see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Webhook",
    description =
        "A webhook of a client: the address to which changes are sent, and the filter that"
            + " selects them.")
record WebhookView(
    @Schema(required = true, description = "Id of the webhook") Id id,
    @Schema(required = true, description = "Version of the settings") long version,
    @Schema(required = true, description = "Whether changes are sent") WebhookState state,
    @Schema(description = "Why it is not active; missing while it is") StopReason reason,
    @Schema(description = "Since when it is not active; missing while it is") Instant stoppedAt,
    @Schema(required = true, description = "The client whose webhook it is") Id clientId,
    @Schema(
            required = true,
            description = "Where changes are sent",
            examples = "https://partner.example/micro-wish")
        String url,
    @Schema(description = "What the webhook is for") String description,
    @Schema(required = true, description = "The types of changes that are sent; empty for all")
        List<EntryType> types,
    @Schema(
            description = "Only changes in the subtree of this division are sent; missing for all",
            examples = "440104013000")
        String division,
    @Schema(description = "Only changes that concern this organisation are sent; missing for all")
        Id organisationId,
    @Schema(required = true, description = "Whether changes are sent in the order of the ledger")
        boolean ordered,
    @Schema(
            required = true,
            description =
                "Index of the first leaf that is sent; redeliverWebhook sends earlier ones")
        long fromLeaf,
    @Schema(
            description =
                "When the first attempt since the last success failed; missing if the last attempt"
                    + " succeeded. After five days the webhook is paused")
        Instant failingSince,
    @Schema(description = "Nothing is sent before this time; missing if there is no such time")
        Instant notBefore,
    @Schema(required = true, description = "The valid secrets, without their values, newest first")
        List<SecretView> secrets,
    @Schema(required = true, description = "When it was created") Instant createdAt,
    @Schema(required = true, description = "When its settings last changed") Instant updatedAt)
    implements Tagged {

  WebhookView {
    types = List.copyOf(types);
    secrets = List.copyOf(secrets);
  }

  /** A valid secret, without its value. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "WebhookSecret", description = "A valid secret, without its value.")
  record SecretView(
      @Schema(required = true, description = "Id of the secret") Id id,
      @Schema(required = true, description = "When it was issued") Instant createdAt,
      @Schema(description = "When it expires; missing for the newest") Instant expiresAt) {

    static SecretView of(WebhookSecret secret) {
      return new SecretView(new Id(secret.id), secret.createdAt, secret.expiresAt);
    }
  }

  static WebhookView of(Webhook row, List<WebhookSecret> secrets, Instant now) {
    return new WebhookView(
        new Id(row.id),
        row.version,
        row.state,
        row.reason,
        row.stoppedAt,
        new Id(row.clientId),
        row.url,
        row.description,
        List.copyOf(Webhook.types(row.types)),
        row.divisionPath == null ? null : DivisionCode.ofPath(row.divisionPath).text(),
        row.organisationId == null ? null : new Id(row.organisationId),
        row.ordered,
        row.fromLeaf,
        row.failingSince,
        row.notBefore == null || !row.notBefore.isAfter(now) ? null : row.notBefore,
        secrets.stream().map(SecretView::of).toList(),
        row.createdAt,
        row.updatedAt);
  }

  /**
   * Returns the entity tag. Besides the version, it covers values that change without a new
   * version: failingSince, notBefore and the number of valid secrets.
   */
  @Override
  public ETag tag() {
    return ETag.of(
        version, Integer.toHexString(Objects.hash(failingSince, notBefore, secrets.size())));
  }
}
