/**
 * The categories of wishes; the second level is configurable. Entry point: {@link
 * org.microwish.wish.category.Subcategories}. Depends on {@code caller}, {@code ledger}, {@code
 * platform}, {@code privacy} and {@code wish.lifecycle}.
 */
package org.microwish.wish.category;
