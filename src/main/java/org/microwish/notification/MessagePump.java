package org.microwish.notification;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.microwish.ledger.ProjectionPump;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Sweep;

/** Writes the outbox from the ledger, and sends the messages that are due. */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@Singleton // Not proxied: the superclass has no constructor without parameters.
class MessagePump extends ProjectionPump {

  private final MessageProjection projection;
  private final MessageSender sender;
  private final NotificationConfig config;
  private final Sweep sweep;
  private final Time time;

  MessagePump(
      MessageProjection projection,
      MessageSender sender,
      NotificationConfig config,
      Sweep sweep,
      Time time) {
    super("messages", Duration.ofMinutes(1));
    this.projection = projection;
    this.sender = sender;
    this.config = config;
    this.sweep = sweep;
    this.time = time;
  }

  @Override
  protected void catchUp() {
    projection.catchUp();
    if (config.sends()) {
      sender.carryOut(sweep, time.now());
    }
  }

  @Override
  protected long lag() {
    return projection.lag();
  }
}
