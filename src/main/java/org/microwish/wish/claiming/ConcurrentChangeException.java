package org.microwish.wish.claiming;

/**
 * Thrown when a concurrent transaction changed data on which the batch was decided; the batch can
 * be retried.
 */
final class ConcurrentChangeException extends RuntimeException {
  ConcurrentChangeException() {
    super("a concurrent transaction changed data this batch was decided on");
  }
}
