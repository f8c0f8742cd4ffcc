/**
 * Rate limits and lockouts. {@link org.microwish.platform.limits.Attempts} counts attempts to use a
 * secret (passwords, codes, client secrets) in the database, which all instances share, and locks
 * an account or address out after too many failures. {@link org.microwish.platform.limits.Buckets}
 * counts requests in the memory of each instance, because every request is counted and the database
 * would be too slow. {@link org.microwish.platform.limits.Places} limits how much work is under way
 * at the same time. Resource methods name their limits with {@link
 * org.microwish.platform.limits.Limited} and {@link org.microwish.platform.limits.Expensive}.
 *
 * <p>Depends on {@code platform} and {@code problem}.
 */
package org.microwish.platform.limits;
