/**
 * The commands on a whole wish (not on one claim), one class per capability, and the HTTP
 * resources: drafting, review, publication, dates, withdrawal, confirmation, consents, money,
 * meetings, corrections. Entry point: {@link org.microwish.wish.command.WishResource}. Depends on
 * {@code wish} and {@code wish.category}.
 */
package org.microwish.wish.command;
