package org.microwish.webhook;

/** Why an attempt to deliver failed. */
public enum AttemptFailure {
  /** The endpoint answered with another status than 2xx. */
  STATUS,
  /** The endpoint did not answer in time. */
  TIMEOUT,
  /** No connection, a broken connection, or an answer that is not HTTP. */
  CONNECTION,
  /** The address is unknown or, by now, not one that this service may call. */
  ADDRESS,
  /** The change could not be read. */
  UNREADABLE,
  /** The client may not see the change any more, for example because its wish left the wall. */
  NOT_VISIBLE
}
