/**
 * The commands on a wish as a whole, a class for each capability, and their HTTP: drafting, review,
 * publication, dates, withdrawal, confirmation, consents, money, meetings, corrections. Entry
 * point: {@link org.microwish.wish.command.WishResource}. Depends on {@code wish} and {@code
 * wish.category}.
 */
package org.microwish.wish.command;
