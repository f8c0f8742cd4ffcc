package org.microwish.webhook;

/** Why an attempt to deliver a change failed. */
public enum AttemptFailure {
  /** The endpoint answered with another status than 2xx. */
  STATUS,
  /** The endpoint did not answer in time. */
  TIMEOUT,
  /** No connection could be opened, the connection broke, or the answer was not HTTP. */
  CONNECTION,
  /** The host name has no address, or an address that this service must not call (any more). */
  ADDRESS,
  /** The change could not be read from the ledger; nothing was sent. */
  UNREADABLE,
  /**
   * The client may not see the change any more, for example because its wish left the wall; nothing
   * was sent.
   */
  NOT_VISIBLE
}
