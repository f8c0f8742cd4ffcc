package org.microwish.transfer;

import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The steps of a spreadsheet, each read while the one before is written. One step waits at most, so
 * a slow reader costs no more memory than that. The thread is the sheet's own: a pool whose threads
 * all write sheets would have none left to read them.
 */
final class SheetAhead implements AutoCloseable {

  /** Reads a step. */
  @FunctionalInterface
  interface Reader {
    /**
     * The step.
     *
     * @param after where the step before ended; null for the first
     */
    SheetRows.Step read(SheetRows.Reached after);
  }

  private final Reader reader;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("spreadsheet").daemon().factory());
  private Future<SheetRows.Step> ahead;

  /** Begins to read. */
  SheetAhead(Reader reader) {
    this.reader = reader;
    readOn(null);
  }

  private void readOn(SheetRows.Reached after) {
    ahead = thread.submit(() -> reader.read(after));
  }

  /** The next step, or null behind the last. */
  SheetRows.Step next() throws InterruptedIOException {
    if (ahead == null) {
      return null;
    }
    SheetRows.Step step = taken();
    if (step.reached() == null) {
      ahead = null;
    } else {
      readOn(step.reached());
    }
    return step;
  }

  private SheetRows.Step taken() throws InterruptedIOException {
    try {
      return ahead.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while the sheet was read");
    }
  }

  /** Waits for the step that is being read, which nobody will take. */
  @Override
  public void close() {
    thread.close();
  }
}
