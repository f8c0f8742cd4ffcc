package org.microwish.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.microwish.platform.Id;

/**
 * Delays reads that are marked with {@link SeesEntry} until their answer includes the client's own
 * entry. A read stops waiting after a second, and does not wait if too many clients wait already;
 * the tree size in its answer shows which entries the answer includes.
 */
@SeesEntry
@ApplicationScoped
class OwnWrites {

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final EntryWaiters waiters;
  private final Instance<LedgerReader> readers;

  OwnWrites(Queries queries, @Any Instance<LedgerReader> readers) {
    this.waiters = new EntryWaiters("own-writes", queries);
    this.readers = readers;
  }

  void start(@Observes StartupEvent event) {
    waiters.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    waiters.stop();
  }

  @ServerRequestFilter
  Uni<Response> await(ContainerRequestContext request, ResourceInfo resource) {
    // An invalid id is refused with the other parameters.
    Optional<Id> entry =
        Optional.ofNullable(
                request.getUriInfo().getQueryParameters().getFirst(SeesEntry.After.NAME))
            .flatMap(Id::parse);
    if (entry.isEmpty()) {
      return Uni.createFrom().nullItem();
    }
    SeesEntry method = resource.getResourceMethod().getAnnotation(SeesEntry.class);
    SeesEntry marked =
        method != null ? method : resource.getResourceClass().getAnnotation(SeesEntry.class);
    return Uni.createFrom()
        .completionStage(
            () ->
                waiters
                    .await(entry.get().value(), LONGEST, readers.select(marked.value()).get())
                    .orElseGet(() -> CompletableFuture.completedStage(null)))
        .replaceWith((Response) null);
  }
}
