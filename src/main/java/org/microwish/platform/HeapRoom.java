package org.microwish.platform;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Gives the heap room in a rush and takes it back when the rush is over, which the serial collector
 * (deploy/jvm.options) does not do by itself: it sizes its young generation only when it collects
 * the whole heap, and a rush fills twenty megabytes many times a second, each time carrying into
 * the old generation what would have been garbage a moment later.
 *
 * <p>It also gives back what only the start has needed. Four tenths of the old generation are by
 * then what the start has left behind, and an instance with nothing to do would not collect it for
 * hours. Other collectors size themselves; with them only that is done.
 */
@ApplicationScoped
class HeapRoom {

  private static final Logger LOG = Logger.getLogger(HeapRoom.class);

  private static final String SERIAL_YOUNG = "Copy";

  private final Optional<GarbageCollectorMXBean> young =
      ManagementFactory.getGarbageCollectorMXBeans().stream()
          .filter(collector -> collector.getName().equals(SERIAL_YOUNG))
          .findAny();

  private Rush rush;

  /** When it is first called caches and the word list are there, and few are held up by it. */
  @Scheduled(
      every = Rush.EACH,
      delayed = "4s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    if (LaunchMode.current() != LaunchMode.NORMAL) {
      return;
    }
    long collections = young.map(GarbageCollectorMXBean::getCollectionCount).orElse(0L);
    if (rush == null) {
      rush = new Rush(collections);
      shrink();
      return;
    }
    switch (rush.next(collections)) {
      case BEGINS -> grow();
      case IS_OVER -> shrink();
      case GOES_ON -> {}
    }
  }

  /** To five times what lives in it, half of that young: pages it never touches cost nothing. */
  private static void grow() {
    free(80, 90);
    System.gc();
  }

  /** To little more than what lives in it. */
  private static void shrink() {
    free(10, 20);
    System.gc();
    // Until a rush begins: with so little it would be collected as a whole each time that it has
    // grown by a tenth.
    free(50, 80);
  }

  /** Percent of the heap that are free after it was collected as a whole. */
  private static void free(int least, int most) {
    try {
      HotSpotDiagnosticMXBean machine =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      // The lower bound may at no time be above the upper one.
      machine.setVMOption("MinHeapFreeRatio", "0");
      machine.setVMOption("MaxHeapFreeRatio", Integer.toString(most));
      machine.setVMOption("MinHeapFreeRatio", Integer.toString(least));
    } catch (IllegalArgumentException otherMachine) {
      LOG.debug("This JVM has no such bounds", otherMachine);
    }
  }

  /** Told each second how often the young generation has been collected, knows a rush by it. */
  static final class Rush {

    static final String EACH = "1s";

    /** So many in a second begin a rush: some 60 MB of garbage. */
    private static final int MANY = 3;

    /** Seconds that are looked at together to see whether it is over. */
    private static final int WHILE = 300;

    /** At most so many, of the large young generation, in that time. */
    private static final int FEW = 2;

    enum Change {
      BEGINS,
      GOES_ON,
      IS_OVER
    }

    private long seen;
    private boolean on;
    private int seconds;
    private long during;

    /**
     * @param collections before the first second
     */
    Rush(long collections) {
      this.seen = collections;
    }

    /**
     * @param collections since the process began, another second later
     */
    Change next(long collections) {
      long fresh = collections - seen;
      seen = collections;
      if (!on) {
        on = fresh >= MANY;
        seconds = 0;
        during = 0;
        return on ? Change.BEGINS : Change.GOES_ON;
      }
      seconds++;
      during += fresh;
      if (seconds < WHILE) {
        return Change.GOES_ON;
      }
      on = during > FEW;
      seconds = 0;
      during = 0;
      return on ? Change.GOES_ON : Change.IS_OVER;
    }
  }
}
