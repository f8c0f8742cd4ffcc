package org.microwish.platform.http;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.microwish.platform.Time;

/**
 * Returns the service's time, so that phones, whose own clocks may be wrong, show the right time
 * left until a deadline.
 */
@Path("/api/v1/time")
@Tag(name = "service")
@Produces(MediaType.APPLICATION_JSON)
public class TimeResource {

  private final Time time;

  TimeResource(Time time) {
    this.time = time;
  }

  /**
   * The response.
   *
   * @param now the current time of the service
   */
  @Schema(name = "ServiceTime")
  public record ServiceTime(Instant now) {}

  @GET
  @PermitAll
  @Operation(
      operationId = "getTime",
      summary = "Reads the server's time",
      description =
          "Needs no token. For countdowns to deadlines: compute the difference between this time"
              + " and the clock of the device. Call it at most once per session.")
  public ServiceTime get() {
    return new ServiceTime(time.now());
  }
}
