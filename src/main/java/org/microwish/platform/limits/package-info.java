/**
 * How often somebody may try. {@link org.microwish.platform.limits.Attempts} counts tries at
 * secrets (passwords, codes, client secrets) in the database, where all instances see them, and
 * locks out who fails too often. {@link org.microwish.platform.limits.Buckets} counts requests in
 * memory, for each instance by itself, because every request passes it.
 *
 * <p>Depends on {@code platform} and {@code problem}.
 */
package org.microwish.platform.limits;
