/**
 * The categories of wishes. The first level is fixed; administrators configure the second level.
 * Entry point: {@link org.microwish.wish.category.Subcategories}. Depends on {@code caller}, {@code
 * ledger}, {@code platform}, {@code privacy} and {@code wish.lifecycle}.
 */
package org.microwish.wish.category;
