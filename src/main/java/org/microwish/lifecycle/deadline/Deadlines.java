package org.microwish.lifecycle.deadline;

import org.microwish.platform.sql.Sweep;

/** What deadlines demand of one type of aggregate; every bean of this type is swept. */
public interface Deadlines {

  /**
   * Does everything that is due.
   *
   * @return how many commands were carried out
   */
  int carryOut(Sweep sweep);
}
