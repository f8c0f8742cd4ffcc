package org.microwish.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.idempotency.ShownOnce;

/** The response to a command on a webhook. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The version and state of the webhook after the command, and the new secret if one was"
            + " issued.")
record WebhookReceipt(
    @Schema(required = true, description = "Id of the webhook") Id id,
    @Schema(required = true, description = "Version of the settings") long version,
    @Schema(required = true, description = "Whether changes are sent") WebhookState state,
    @Schema(required = true, description = "Index of the first leaf that is sent") long fromLeaf,
    @Schema(description = "Id of the new secret, if one was issued") Id secretId,
    @Schema(
            description =
                "The new secret, whsec_ and base 64. It is shown only in the first response: the"
                    + " response to a repeat omits it, and it cannot be read later")
        Confidential secret)
    implements ShownOnce {

  static WebhookReceipt of(Webhooks.Changed changed) {
    return new WebhookReceipt(
        new Id(changed.webhook().id),
        changed.webhook().version,
        changed.webhook().state,
        changed.webhook().fromLeaf,
        changed.secretId() == null ? null : new Id(changed.secretId()),
        changed.secret());
  }

  @Override
  public WebhookReceipt withoutSecret() {
    return new WebhookReceipt(id, version, state, fromLeaf, secretId, null);
  }
}
