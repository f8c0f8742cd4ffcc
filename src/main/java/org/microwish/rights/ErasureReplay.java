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
 * Repeats, before the service accepts requests, every erasure of the list that the database does
 * not contain, because an older backup was restored.
 */
@ApplicationScoped
public class ErasureReplay {

  private static final Logger LOG = Logger.getLogger(ErasureReplay.class);

  /** Runs before the scheduler, whose jobs must not find data that has yet to be erased again. */
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
   * Repeats the erasures that are missing in the database.
   *
   * @return how many erasures were repeated
   * @throws StartRefusedException when the list cannot be read
   */
  public int replay() {
    try {
      int repeated = 0;
      // With an empty list the start needs no database.
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
