package org.microwish.lifecycle.inbox;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import org.microwish.ledger.ProjectionPump;

/** Runs {@link InboxProjection}. */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@Singleton // Not proxied: the superclass has no constructor without parameters.
public class InboxPump extends ProjectionPump {

  private final InboxProjection projection;

  InboxPump(InboxProjection projection) {
    super("inbox", Duration.ofMinutes(1));
    this.projection = projection;
  }

  @Override
  protected void catchUp() throws SQLException {
    projection.catchUp();
  }

  @Override
  protected long lag() throws SQLException {
    return projection.lag();
  }
}
