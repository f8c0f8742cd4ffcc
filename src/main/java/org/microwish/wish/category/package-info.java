/**
 * The categories of wishes, whose second level an installation configures. Entry point: {@link
 * org.microwish.wish.category.Subcategories}. Depends on {@code ledger}, {@code privacy} and {@code
 * wish.lifecycle}.
 */
package org.microwish.wish.category;
