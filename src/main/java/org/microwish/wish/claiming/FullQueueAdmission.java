package org.microwish.wish.claiming;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.POST;
import java.lang.reflect.Method;
import java.util.Optional;
import org.microwish.platform.http.Admission;
import org.microwish.problem.ProblemException;

/** Refuses claims while {@link ClaimQueue} is full; clients may retry with the same key. */
@ApplicationScoped
class FullQueueAdmission implements Admission {

  private final ClaimQueue queue;

  FullQueueAdmission(ClaimQueue queue) {
    this.queue = queue;
  }

  @Override
  public Optional<ProblemException> refuse(Method resource) {
    return resource.getDeclaringClass() == ClaimingResource.class
            && resource.isAnnotationPresent(POST.class)
        ? queue.refuse()
        : Optional.empty();
  }
}
