package org.microwish.lifecycle.serial;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import org.microwish.ledger.ProjectionPump;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.serial.SerialNumberProjection.Step;
import org.microwish.lifecycle.serial.numbering.Numbering;

/** Runs {@link SerialNumberProjection}. No command depends on the numbers. */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@Singleton // Not proxied: the superclass has no constructor without parameters.
public class SerialNumberPump extends ProjectionPump {

  private final SerialNumberProjection projection;

  SerialNumberPump(SerialNumberProjection projection) {
    super("serial numbers", Duration.ofSeconds(30));
    this.projection = projection;
  }

  @Override
  protected void catchUp() throws SQLException {
    for (AggregateType type : Numbering.SUBMISSIONS.keySet()) {
      while (projection.step(type) == Step.ADVANCED) {
        // Repeats until all leaves are processed, or another instance moves the cursor first.
      }
    }
  }

  @Override
  protected long lag() throws SQLException {
    return projection.lag();
  }
}
