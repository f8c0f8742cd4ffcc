/**
 * The rules of a wish's life, pure: no framework, no clock, no database. {@link
 * org.microwish.wish.lifecycle.WishTransition} is the table of what may happen; {@link
 * org.microwish.wish.lifecycle.WishLifecycle#decide} applies it to a snapshot and a command and
 * answers a value, accepted or refused with a reason. Depends on {@code wish.money}'s and {@code
 * calendar.days}' values and {@code ledger.leaf}'s entry types only.
 */
package org.microwish.wish.lifecycle;
