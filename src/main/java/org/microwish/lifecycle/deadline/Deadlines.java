package org.microwish.lifecycle.deadline;

import org.microwish.platform.sql.Sweep;

/**
 * Carries out what is due on one type of aggregate. {@link Sweeper} calls every bean of this type.
 */
public interface Deadlines {

  /**
   * Does everything that is due.
   *
   * @return how many commands were carried out
   */
  int carryOut(Sweep sweep);
}
