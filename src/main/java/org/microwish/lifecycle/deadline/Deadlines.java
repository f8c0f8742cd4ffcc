package org.microwish.lifecycle.deadline;

import org.microwish.platform.sql.Sweep;

/**
 * Runs the commands that are due on one type of aggregate. {@link Sweeper} calls every bean that
 * implements this interface.
 */
public interface Deadlines {

  /**
   * Runs all commands that are due.
   *
   * @return the number of commands that were run
   */
  int carryOut(Sweep sweep);
}
