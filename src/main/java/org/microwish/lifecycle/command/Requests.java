package org.microwish.lifecycle.command;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;

/**
 * The bodies that commands on all aggregates share. {@code occurredAt} stands in those that an
 * operator may record late; it lies in the past, and never before the aggregate's last event.
 */
public final class Requests {

  private Requests() {}

  /** A command that needs to be told nothing. */
  @Schema(name = "PlainCommand")
  public record Plain(Instant occurredAt) {
    /** When it happened, or null where the body was left out or does not say. */
    public static Instant timeOf(Plain body) {
      return body == null ? null : body.occurredAt;
    }
  }

  /** A command with a reason in words. */
  @Schema(name = "ReasonedCommand")
  public record Reasoned(
      @NotNull @Text(max = 500, lines = true) Confidential reason, Instant occurredAt) {}
}
