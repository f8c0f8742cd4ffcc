package org.microwish.platform;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Gives back what only the start has needed. Four tenths of the old generation are by then what the
 * start has left behind, and an instance with nothing to do would not collect it for hours.
 */
@ApplicationScoped
class AfterStart {

  /** By then caches and the word list are there, and few have come yet to be held up, for 0.1 s. */
  private static final long SECONDS = 3;

  void onServing(@ObservesAsync HttpServerStart started) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(System::gc);
    }
  }
}
