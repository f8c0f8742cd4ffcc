package org.microwish.webhook;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/** The event that tests a webhook. Its JSON has the form of a {@code Change}. */
@Schema(name = "WebhookTest", description = "The event that tests a webhook.")
record TestEvent(
    @Schema(required = true, description = "Always WEBHOOK_TEST", examples = "WEBHOOK_TEST")
        String type,
    @Schema(required = true, description = "When the test was requested") Instant timestamp,
    @Schema(required = true, description = "The webhook") Details data) {

  static final String TYPE = "WEBHOOK_TEST";

  /** The content of a test event. */
  @Schema(name = "WebhookTestDetails", description = "The content of a test.")
  record Details(
      @Schema(required = true, description = "The webhook that is tested") Id webhookId) {}

  static TestEvent of(long webhook, Instant at) {
    return new TestEvent(TYPE, at, new Details(new Id(webhook)));
  }
}
