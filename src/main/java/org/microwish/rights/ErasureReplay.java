package org.microwish.rights;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.microwish.platform.start.StartRefusedException;

/**
 * Compares the {@link ErasureList} with the database before the service accepts requests, and
 * repeats every erasure that the database does not contain. Erasures are missing in the database
 * after an older backup was restored.
 */
@ApplicationScoped
public class ErasureReplay {

  private static final Logger LOG = Logger.getLogger(ErasureReplay.class);

  /**
   * The priority of the observer {@link #onStart}: before the scheduler, whose jobs must not find
   * data that is still to be erased again.
   */
  private static final int BEFORE_ALL_JOBS = Interceptor.Priority.PLATFORM_BEFORE - 100;

  private final ErasureList list;
  private final Erasures erasures;

  ErasureReplay(ErasureList list, Erasures erasures) {
    this.list = list;
    this.erasures = erasures;
  }

  // Quarkus opens its port only after all observers of this event have finished.
  void onStart(@Observes @Priority(BEFORE_ALL_JOBS) StartupEvent start) {
    if (!list.isKept()) {
      LOG.warn(
          "microwish.rights.erasures.directory is not set: a restored backup brings back what was"
              + " erased since");
      return;
    }
    int repeated = replay();
    if (repeated > 0) {
      LOG.warnf("%d erasures that this database did not contain were repeated", repeated);
    }
  }

  /**
   * Repeats the erasures of the list that are missing in the database.
   *
   * @return how many erasures were repeated
   * @throws StartRefusedException if the list cannot be read
   */
  public int replay() {
    try {
      int repeated = 0;
      // If the list is empty, the loop does not access the database, so the service can start
      // without a database.
      for (ErasureList.Line line : list.read()) {
        if (erasures.repeat(line)) {
          repeated++;
        }
      }
      if (repeated > 0) {
        erasures.list();
      }
      return repeated;
    } catch (IOException unreadable) {
      throw new StartRefusedException(
          "the list of erasures cannot be read: " + unreadable.getMessage());
    }
  }
}
