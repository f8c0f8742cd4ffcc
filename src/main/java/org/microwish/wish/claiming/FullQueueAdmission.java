package org.microwish.wish.claiming;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Method;
import java.util.Optional;
import org.microwish.platform.http.Admission;
import org.microwish.platform.limits.Limited;
import org.microwish.problem.ProblemException;

/**
 * Refuses claims while {@link ClaimQueue} is full; clients may retry with the same idempotency key.
 */
@ApplicationScoped
class FullQueueAdmission implements Admission {

  private final ClaimQueue queue;

  FullQueueAdmission(ClaimQueue queue) {
    this.queue = queue;
  }

  @Override
  public Optional<ProblemException> refuse(Method resource) {
    Limited limited = resource.getAnnotation(Limited.class);
    return limited != null && limited.value() == Limited.To.CLAIMS
        ? queue.refuse()
        : Optional.empty();
  }
}
