/**
 * A wish's money: four accounts, double entry, postings that are never updated or deleted. Entry
 * points: {@link org.microwish.wish.money.Money} and {@link org.microwish.wish.money.Postings}. We
 * record pledges, values and spending; we never collect money. Depends on {@code platform} and
 * {@code problem}.
 */
package org.microwish.wish.money;
