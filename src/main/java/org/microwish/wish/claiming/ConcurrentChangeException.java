package org.microwish.wish.claiming;

/** A concurrent transaction changed data the batch was decided on; the batch can be retried. */
final class ConcurrentChangeException extends RuntimeException {
  ConcurrentChangeException() {
    super("a concurrent transaction changed data this batch was decided on");
  }
}
