/**
 * Carries out the deadlines of wishes and claims. Entry point: {@link
 * org.microwish.wish.deadline.WishSweep}, which the sweeper of all aggregates calls. Depends on
 * {@code wish.command}, {@code wish.claim}, {@code wish.lifecycle}, {@code lifecycle.deadline} and
 * {@code platform}.
 */
package org.microwish.wish.deadline;
