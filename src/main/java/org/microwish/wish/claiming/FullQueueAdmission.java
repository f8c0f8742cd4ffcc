package org.microwish.wish.claiming;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.microwish.platform.http.Admission;
import org.microwish.problem.ProblemException;

/** Refuses claims while {@link ClaimQueue} is full; clients may retry with the same key. */
@ApplicationScoped
class FullQueueAdmission implements Admission {

  private static final String WISHES = "/api/v1/wishes/";
  private static final String CLAIMS = "/claims";

  private final ClaimQueue queue;

  FullQueueAdmission(ClaimQueue queue) {
    this.queue = queue;
  }

  @Override
  public Optional<ProblemException> refuse(HttpServerRequest request) {
    return isClaim(request) ? queue.refuse() : Optional.empty();
  }

  private static boolean isClaim(HttpServerRequest request) {
    String path = request.path();
    return request.method().equals(HttpMethod.POST)
        && path != null
        && path.startsWith(WISHES)
        && path.endsWith(CLAIMS)
        && path.length() > WISHES.length() + CLAIMS.length();
  }
}
