/**
 * Foundations that all other packages use: time, ids, background work. Sub-packages hold database
 * access ({@code sql}), idempotency, limits, HTTP conventions and the start-up. Depends on {@code
 * problem} and {@code caller} only.
 */
package org.microwish.platform;
