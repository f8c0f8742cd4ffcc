package org.microwish.platform;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Gives back what only the start has needed. Four tenths of the old generation are by then what the
 * start has left behind, and an instance with nothing to do would not collect it for hours.
 *
 * <p>The heap keeps little room until then (deploy/jvm.options); from here on it may keep more. In
 * a rush with little room it would be collected as a whole, for a fifth of a second, each time that
 * it has grown by a tenth.
 */
@ApplicationScoped
class AfterStart {

  private static final Logger LOG = Logger.getLogger(AfterStart.class);

  /** By then caches and the word list are there, and few have come yet to be held up. */
  private static final long SECONDS = 3;

  /** Percent of the heap that are free after a collection, at the least and at the most. */
  private static final String LEAST_FREE = "50";

  private static final String MOST_FREE = "80";

  void onServing(@ObservesAsync HttpServerStart started) {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(AfterStart::settle);
    }
  }

  private static void settle() {
    System.gc();
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      // The upper bound first: the lower one may not be above it.
      machine.setVMOption("MaxHeapFreeRatio", MOST_FREE);
      machine.setVMOption("MinHeapFreeRatio", LEAST_FREE);
    } catch (IllegalArgumentException otherMachine) {
      LOG.debug("This JVM has no such bounds", otherMachine);
    }
  }
}
