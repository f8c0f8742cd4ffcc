package org.microwish.webhook;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import org.microwish.ledger.ProjectionPump;

/**
 * Runs {@link WebhookProjection} in a thread of its own, and wakes the sender when there are new
 * deliveries.
 */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@Singleton // Not proxied: the superclass has no constructor without parameters.
class WebhookPump extends ProjectionPump {

  private final WebhookProjection projection;
  private final WebhookSending sending;

  WebhookPump(WebhookProjection projection, WebhookSending sending) {
    super("webhooks", Duration.ofMinutes(1));
    this.projection = projection;
    this.sending = sending;
  }

  @Override
  protected void catchUp() throws SQLException {
    if (projection.catchUp()) {
      sending.wake();
    }
  }

  @Override
  protected long lag() throws SQLException {
    return projection.lag();
  }
}
