package org.microwish.platform.http;

import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.problem.ProblemType;

/**
 * Reports publicly whether the service works. Details are available only on the management port,
 * which is not public.
 */
@Path("/api/v1/status")
@Tag(name = "service")
@Produces(MediaType.APPLICATION_JSON)
public class StatusResource {

  /**
   * How long the result of a check is reused, so that requests without a token do not occupy
   * database connections.
   */
  private static final Duration REUSED = Duration.ofSeconds(1);

  private final SmallRyeHealthReporter health;
  private volatile Seen seen;

  /** True while a request runs the check; other requests return the last result in the meantime. */
  private final AtomicBoolean checking = new AtomicBoolean();

  StatusResource(SmallRyeHealthReporter health) {
    this.health = health;
  }

  /**
   * The result of a check.
   *
   * @param ready whether the service works
   * @param at {@link System#nanoTime} of the check
   */
  private record Seen(boolean ready, long at) {}

  /**
   * The status of the service; if the service does not work, the response is a problem and not a
   * status.
   */
  @Schema(name = "ServiceState")
  public enum Status {
    /** The service accepts requests and reaches its database. */
    UP
  }

  /** The response: the status of the service. */
  @Schema(name = "ServiceStatus")
  public record ServiceStatus(@Schema(required = true) Status status) {}

  @GET
  @PermitAll
  @Operation(
      operationId = "getStatus",
      summary = "Reports whether the service works",
      description =
          "Needs no token. 200 if the instance that answers works and reaches its database,"
              + " otherwise 503. The result may be one second old.")
  public ServiceStatus get() {
    if (!isReady()) {
      throw ProblemType.DATABASE_UNAVAILABLE.exception().retryAfter(Duration.ofSeconds(5));
    }
    return new ServiceStatus(Status.UP);
  }

  private boolean isReady() {
    Seen now = seen;
    if ((now == null || System.nanoTime() - now.at() > REUSED.toNanos())
        && checking.compareAndSet(false, true)) {
      try {
        now = new Seen(!health.getReadiness().isDown(), System.nanoTime());
        seen = now;
      } finally {
        checking.set(false);
      }
    }
    return now != null && now.ready();
  }
}
