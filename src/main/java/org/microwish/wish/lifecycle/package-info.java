/**
 * The lifecycle rules of a wish as pure functions: no framework, no clock, no database. {@link
 * org.microwish.wish.lifecycle.WishTransition} is the transition table. {@link
 * org.microwish.wish.lifecycle.WishLifecycle#decide} applies the table to a snapshot of a wish and
 * a command, and returns a decision: accepted, or refused with a reason. Depends only on values of
 * {@code wish.money} and {@code calendar.days}, {@code lifecycle.table} and the entry types of
 * {@code ledger.leaf}.
 */
package org.microwish.wish.lifecycle;
