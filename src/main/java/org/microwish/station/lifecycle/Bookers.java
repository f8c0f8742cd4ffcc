package org.microwish.station.lifecycle;

/** Who may book a space. */
public enum Bookers {
  /** Members, and organisers for their organisation. */
  ANYBODY,
  /** Organisers for their organisation. */
  ORGANISATIONS,
  /** Hosts of the station. */
  HOSTS
}
