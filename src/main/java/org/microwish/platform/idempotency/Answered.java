package org.microwish.platform.idempotency;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The response of a command with an idempotency key: its status, location and serialised body. Also
 * holds the hash of the request's content.
 */
public final class Answered {

  private final byte[] bodyHash;
  private final int status;
  private final String location;
  private final byte[] body;

  Answered(byte[] bodyHash, int status, String location, byte[] body) {
    this.bodyHash = bodyHash;
    this.status = status;
    this.location = location;
    this.body = body;
  }

  int status() {
    return status;
  }

  String location() {
    return location;
  }

  byte[] body() {
    return body;
  }

  /**
   * Returns the stored response, marked with the header Idempotency-Replayed.
   *
   * @param command the repeated command
   * @throws ProblemException IDEMPOTENCY_KEY_REUSED if the content of the repeated request differs
   *     from that of the first
   */
  public Response replay(KeyedCommand command) {
    if (!MessageDigest.isEqual(bodyHash, command.bodyHash())) {
      throw ProblemType.IDEMPOTENCY_KEY_REUSED.exception();
    }
    return replay();
  }

  Response replay() {
    return builder().header(Commands.REPLAYED, "true").build();
  }

  Response response() {
    return builder().build();
  }

  private Response.ResponseBuilder builder() {
    Response.ResponseBuilder builder =
        Response.status(status).entity(body).type(MediaType.APPLICATION_JSON_TYPE);
    // Use header() and not location(): location() makes the path absolute with the URL of the
    // current request, but a claim batch creates responses outside of requests. A relative
    // reference is allowed (RFC 9110 section 10.2.2) and correct behind any proxy.
    return location == null
        ? builder
        : builder.header(HttpHeaders.LOCATION, Commands.BASE + location);
  }
}
