package org.microwish.station.lifecycle;

/** How a station came to be. */
public enum StationOrigin {
  /** Newly built. */
  NEW,
  /** Rebuilt from an older place. */
  REBUILT,
  /** Embedded in a place with another purpose. */
  EMBEDDED,
  /** Shared with another organisation. */
  SHARED
}
