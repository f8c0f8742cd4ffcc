package org.microwish.privacy;

/** Seals what lies in clear outside the vault's tables since before there was sealing. */
public interface ClearElsewhere {

  /**
   * Seals all of it, in small steps; what was sealed before a crash stays so.
   *
   * @return how many this call sealed
   */
  long seal();
}
