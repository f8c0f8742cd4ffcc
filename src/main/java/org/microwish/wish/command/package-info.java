/**
 * The commands on a whole wish (not on one claim), with their HTTP resources. There is one class
 * per capability: drafting, review, publication, dates, withdrawal, confirmation, thanks, notes,
 * follow-ups, consents, money, meetings and corrections. Entry point for most commands: {@link
 * org.microwish.wish.command.WishResource}. Depends on {@code wish}, {@code wish.category}, {@code
 * wish.lifecycle}, {@code wish.money}, {@code lifecycle}, {@code ledger}, {@code party}, {@code
 * platform}, {@code privacy}, {@code problem} and {@code caller}.
 */
package org.microwish.wish.command;
