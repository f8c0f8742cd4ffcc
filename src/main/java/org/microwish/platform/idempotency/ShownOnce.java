package org.microwish.platform.idempotency;

/**
 * What a command answers when its answer holds a secret: the secret goes to the first answer only.
 * It is not stored with the key, so whoever repeats the command gets the answer without it.
 */
public interface ShownOnce {

  /** The same answer without the secret. */
  Object withoutSecret();
}
