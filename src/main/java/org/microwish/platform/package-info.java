/**
 * Foundations that all other packages use: time, ids, background work. Sub-packages contain
 * database access ({@code sql}), idempotency, rate limits, network addresses, HTTP conventions, the
 * contract and the start-up. Outside of {@code platform}, they depend on {@code problem} and {@code
 * caller} only.
 */
package org.microwish.platform;
