/**
 * A wish's money: four accounts, double entry, postings that are never updated or deleted. Entry
 * points: {@link org.microwish.funding.Money} and {@link org.microwish.funding.Postings}. We record
 * pledges, values and spending; we never collect money. Depends on {@code platform} and {@code
 * problem}.
 */
package org.microwish.funding;
