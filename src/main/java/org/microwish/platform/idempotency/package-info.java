/**
 * Runs a command exactly once per idempotency key. Resource methods are annotated with {@link
 * org.microwish.platform.idempotency.Idempotent} or {@link
 * org.microwish.platform.idempotency.Creates}. The few commands that work outside the transaction,
 * or return values that must not be stored, call {@link
 * org.microwish.platform.idempotency.Commands} directly. The key's row is written in the
 * transaction of its effect, so a retry after a crash is safe. Depends on {@code platform}, {@code
 * platform.http}, {@code caller}, {@code problem}.
 */
package org.microwish.platform.idempotency;
