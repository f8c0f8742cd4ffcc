package org.microwish.lifecycle.command;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;

/**
 * Request bodies that the commands of all aggregates share. Only operators may set {@code
 * occurredAt}, in order to record an event late. The time must be in the past and not before the
 * aggregate's last event.
 */
public final class Requests {

  private Requests() {}

  /** The optional body of a command that needs no data; only operators may set a time. */
  @Schema(
      name = "PlainCommand",
      description =
          "The optional body of a command without further data. `occurredAt` is when it happened,"
              + " if an operator records it later; other callers must omit it.")
  public record Plain(Instant occurredAt) {
    /** Returns when the command happened; null if the body or the field is missing. */
    public static Instant timeOf(Plain body) {
      return body == null ? null : body.occurredAt;
    }
  }

  /** The body of a command with a reason. */
  @Schema(
      name = "ReasonedCommand",
      description =
          "The reason for a command. `occurredAt` is when it happened, if an operator records it"
              + " later; other callers must omit it.")
  public record Reasoned(
      @NotNull @Text(max = 500, lines = true) Confidential reason, Instant occurredAt) {}
}
