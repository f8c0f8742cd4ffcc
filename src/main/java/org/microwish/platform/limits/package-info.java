/**
 * Rate limits and lockouts. {@link org.microwish.platform.limits.Attempts} counts attempts to use a
 * secret (passwords, codes, client secrets) in the database, which all instances share, and locks a
 * key out after too many failures. {@link org.microwish.platform.limits.Buckets} counts requests in
 * the memory of each instance, because it runs for every request. {@link
 * org.microwish.platform.limits.Places} is a bulkhead. Resource methods name their limits with
 * {@link org.microwish.platform.limits.Limited} and {@link
 * org.microwish.platform.limits.Expensive}.
 *
 * <p>Depends on {@code platform} and {@code problem}.
 */
package org.microwish.platform.limits;
