/**
 * What every part of the service stands on: time, ids, background work. Sub-packages hold the ways
 * to the database ({@code sql}), idempotency, limits, HTTP conventions and the start. Depends on
 * {@code problem} and {@code caller} only.
 */
package org.microwish.platform;
