package org.microwish.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configures how webhooks are sent, and how long the log of deliveries is kept. */
@ConfigMapping(prefix = "microwish.webhook")
public interface WebhookConfig {

  /** Whether this instance sends; at least one instance must. */
  @WithDefault("true")
  boolean sends();

  /** How long an attempt may take, from the look-up of the host to the end of the answer. */
  @WithDefault("15S")
  Duration timeout();

  /** Maximum number of attempts that are under way at the same time at one endpoint. */
  @WithDefault("8")
  int inFlight();

  /** Maximum number of endpoints to which this instance sends at the same time. */
  @WithDefault("500")
  int endpoints();

  /** After how long without a success a webhook is paused. */
  @WithDefault("P5D")
  Duration pauseAfter();

  /** How long deliveries and their attempts are kept, and how long a delivery waits at most. */
  @WithDefault("P30D")
  Duration keep();

  /** Maximum number of webhooks of one client. */
  @WithDefault("20")
  int perClient();
}
