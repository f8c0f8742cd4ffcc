/**
 * Deadlines of wishes and claims, carried out in any number of instances. Entry point: {@link
 * org.microwish.wish.deadline.Sweeper}. Depends on {@code wish.command} and {@code wish.claim}.
 */
package org.microwish.wish.deadline;
