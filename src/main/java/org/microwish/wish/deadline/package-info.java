/**
 * Deadlines of wishes and claims. Entry point: {@link org.microwish.wish.deadline.WishSweep}, which
 * the sweeper of all aggregates calls. Depends on {@code wish.command} and {@code wish.claim}.
 */
package org.microwish.wish.deadline;
