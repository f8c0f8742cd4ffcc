/**
 * Runs a command exactly once per idempotency key. Resource methods are marked {@link
 * org.microwish.platform.idempotency.Idempotent} or {@link
 * org.microwish.platform.idempotency.Creates}. {@link org.microwish.platform.idempotency.Commands}
 * does the same by hand, for the few commands that do something outside the transaction, or answer
 * values that must not be stored. The key's row is written in the transaction of its effect, so a
 * retry after a crash is safe. Depends on {@code platform}, {@code platform.http}, {@code caller},
 * {@code problem}.
 */
package org.microwish.platform.idempotency;
