package org.microwish.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configures how webhooks are sent, and how long the log of deliveries is kept. */
@ConfigMapping(prefix = "microwish.webhook")
public interface WebhookConfig {

  /** Whether this instance sends to webhooks; at least one instance must. */
  @WithDefault("true")
  boolean sends();

  /** Maximum time of an attempt, from the DNS query to the end of the answer. */
  @WithDefault("15S")
  Duration timeout();

  /** Maximum number of concurrent attempts at one webhook's endpoint. */
  @WithDefault("8")
  int inFlight();

  /** Maximum number of endpoints to which this instance sends at the same time. */
  @WithDefault("500")
  int endpoints();

  /** How long all attempts of a webhook must fail before the webhook is paused. */
  @WithDefault("P5D")
  Duration pauseAfter();

  /** How long deliveries and attempts are kept, also those that still wait to be sent. */
  @WithDefault("P30D")
  Duration keep();

  /** Maximum number of webhooks of one client. */
  @WithDefault("20")
  int perClient();
}
