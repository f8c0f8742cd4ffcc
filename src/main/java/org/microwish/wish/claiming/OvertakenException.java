package org.microwish.wish.claiming;

/** A rival's change was found while a batch was written; the batch can be tried again. */
final class OvertakenException extends RuntimeException {
  OvertakenException() {
    super("a rival changed what this batch was decided on");
  }
}
