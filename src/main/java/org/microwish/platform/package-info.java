/**
 * What every part of the service stands on: time, ids, transactions that are retried from outside,
 * paging. Sub-packages hold idempotency, HTTP conventions and the database's start-up. Depends on
 * {@code problem} and {@code caller} only.
 */
package org.microwish.platform;
