/**
 * Runs a command exactly once per idempotency key. Resource methods are annotated with {@link
 * org.microwish.platform.idempotency.Idempotent} or {@link
 * org.microwish.platform.idempotency.Creates}. Some commands do work outside the transaction, or
 * return values that must not be stored; they call {@link
 * org.microwish.platform.idempotency.Commands} directly. The row of the key is written in the same
 * transaction as the effect of the command, so a client can safely repeat a request after a crash.
 * Depends on {@code platform}, {@code platform.http}, {@code caller}, {@code problem}.
 */
package org.microwish.platform.idempotency;
