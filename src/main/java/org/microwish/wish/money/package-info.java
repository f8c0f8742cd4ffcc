/**
 * The money of a wish: four accounts with double entry; postings are never updated or deleted.
 * Entry points: {@link org.microwish.wish.money.Money} and {@link
 * org.microwish.wish.money.Postings}. The service records pledges, values and spending; it never
 * collects money. Depends on {@code platform}.
 */
package org.microwish.wish.money;
