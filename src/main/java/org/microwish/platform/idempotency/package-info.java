/**
 * Runs a command exactly once per idempotency key. Entry point: {@link
 * org.microwish.platform.idempotency.Commands#run}. The key's row is written in the transaction of
 * its effect, so a retry after a crash is safe. Depends on {@code platform}, {@code caller}, {@code
 * problem}.
 */
package org.microwish.platform.idempotency;
